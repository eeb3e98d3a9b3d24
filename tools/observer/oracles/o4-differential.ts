import type { Dump } from './canonical-dump.ts';
import { meantDifferences, type Mask } from './learned-mask.ts';

/** O4: two ways to the same wish lead to the same end. Tells for each field what either way left. */
export function pathDependences(oneWay: Dump, otherWay: Dump, mask?: Mask): string[] {
  return meantDifferences(oneWay, otherWay, mask).map((difference) => `the end depends on the way: ${difference}`);
}
