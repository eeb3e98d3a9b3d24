/** A resource quantity as it stands in JSON: a string like `100Mi`, or a plain number. */
export type Quantity = string | number;

const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:(Ki|Mi|Gi|Ti|Pi|Ei)|(n|u|m|k|M|G|T|P|E)|[eE]([+-]?\d+))?$/;

const binaryUnits = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
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
  const [, sign, whole = '', fraction = '', binary, decimal, exponent] = match;
  if (whole === '' && fraction === '') return undefined;
  const power = decimal === undefined ? Number(exponent ?? 0) : (decimalExponents[decimal] ?? 0);
  if (Math.abs(power) > maxExponent) return undefined;
  const factor = binary === undefined ? 1n : 1024n ** BigInt(binaryUnits.indexOf(binary) + 1);
  const magnitude = shifted(BigInt(whole + fraction) * factor, power + nano - fraction.length);
  return sign === '-' ? -magnitude : magnitude;
}

/** `digits` × 10^`power`, rounded away from zero. */
function shifted(digits: bigint, power: number): bigint {
  if (power >= 0) return digits * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (digits + divisor - 1n) / divisor;
}

/** Whether two quantities mean the same amount: `0.1` and `100m`, `1024Mi` and `1Gi`. Text that is none equals itself. */
export function sameQuantity(one: Quantity, other: Quantity): boolean {
  const [left, right] = [parseQuantity(one), parseQuantity(other)];
  return left === undefined || right === undefined ? one === other : left === right;
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
