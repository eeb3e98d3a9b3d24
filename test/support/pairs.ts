/** How many random pairs of Installations a property is tried with; `PAIRS` asks for more than a test run should take. */
export function pairs(usual: number): number {
  const asked = Number(process.env['PAIRS'] ?? usual);
  if (!Number.isInteger(asked) || asked < 1) throw new RangeError('PAIRS must be a number, 1 or more');
  return asked;
}
