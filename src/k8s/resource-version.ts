const DECIMAL = /^(0|[1-9]\d*)$/;

/**
 * Orders two resource versions of one resource type: negative, zero or positive like a sort function. Comparing them is
 * part of the Kubernetes API since 1.35 (decimal numbers of any length). Undefined when one of them is no such number:
 * then nothing may be concluded.
 */
export function compareResourceVersions(left: string, right: string): number | undefined {
  if (!DECIMAL.test(left) || !DECIMAL.test(right)) return undefined;
  if (left.length !== right.length) return left.length - right.length;
  return left === right ? 0 : left < right ? -1 : 1;
}

/** Whether `left` is certainly newer than `right`. */
export function isNewer(left: string, right: string): boolean {
  return (compareResourceVersions(left, right) ?? 0) > 0;
}

/** Whether `left` is certainly older than `right`. */
export function isOlder(left: string, right: string): boolean {
  return (compareResourceVersions(left, right) ?? 0) < 0;
}
