/** A resource quantity as it stands in JSON: a string like `100Mi`, or a plain number. */
export type Quantity = string | number;

const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:(Ki|Mi|Gi|Ti|Pi|Ei)|(n|u|m|k|M|G|T|P|E)|[eE]([+-]?\d+))?$/;

/** By power of 1024. */
const binaryUnits = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const decimalExponents: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};

const nano = 9;
const maxExponent = 40;

/**
 * Value of a quantity in billionths, exact as the API server keeps it, rounded up below that; undefined if it is none.
 * Grammar: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(quantity: Quantity): bigint | undefined {
  const match = form.exec(String(quantity));
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  const power = powerOfTen(match);
  if (whole + fraction === '' || Math.abs(power) > maxExponent) return undefined;
  const digits = BigInt(whole + fraction) * 1024n ** BigInt(binaryUnits.indexOf(match[4] ?? ''));
  const magnitude = shifted(digits, power + nano - fraction.length);
  return sign === '-' ? -magnitude : magnitude;
}

function powerOfTen([, , , , , decimal = '', exponent = '0']: RegExpExecArray): number {
  return decimalExponents[decimal] ?? Number(exponent);
}

/** `digits` × 10^`power`, rounded up. */
function shifted(digits: bigint, power: number): bigint {
  if (power >= 0) return digits * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (digits + divisor - 1n) / divisor;
}

/**
 * Whether two JSON values mean the same amount: `0.1` and `100m`, `1024Mi` and `1Gi`. Values that are no quantities are
 * the same when they are identical.
 */
export function sameQuantity(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isQuantityLike(one) || !isQuantityLike(other)) return false;
  const amount = parseQuantity(one);
  return amount !== undefined && amount === parseQuantity(other);
}

function isQuantityLike(value: unknown): value is Quantity {
  return typeof value === 'string' || typeof value === 'number';
}

/** Whether the quantity is written with a binary suffix (Ki to Ei). */
export function hasBinarySuffix(quantity: Quantity): boolean {
  return form.exec(String(quantity))?.[4] !== undefined;
}

/** A quantity in whole units, rounded up: bytes of `100Mi`, and 1 of `100m`. */
export function wholeUnits(quantity: Quantity): bigint | undefined {
  const value = parseQuantity(quantity);
  return value === undefined ? undefined : shifted(value, -nano);
}
