import { diffDumps, type Dump } from './canonical-dump.ts';

/** Fields that differ between runs without faults, and so mean nothing: `Kind namespace/name: .path`. */
export type Mask = ReadonlySet<string>;

/** Two dumps of the same run without faults teach what chance decides. */
export function learnMask(one: Dump, other: Dump): Mask {
  return new Set(diffDumps(one, other).map(fieldOf));
}

/** `diffDumps` without what the mask covers. */
export function meantDifferences(golden: Dump, found: Dump, mask: Mask = new Set()): string[] {
  return diffDumps(golden, found).filter((line) => !mask.has(fieldOf(line)));
}

/** A line names the object and the field before it tells the values. */
function fieldOf(line: string): string {
  return line.split(': ', 2).join(': ');
}
