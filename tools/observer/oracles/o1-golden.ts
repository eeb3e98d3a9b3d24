import type { KubeObject } from '../../../src/k8s/object.ts';
import { canonicalDump, type Dump } from './canonical-dump.ts';
import { meantDifferences, type Mask } from './learned-mask.ts';

/** O1: the end is the one of the run without faults. Tells what is not, a line for each field. */
export function divergences(golden: Dump, objects: readonly KubeObject[], mask?: Mask): string[] {
  return meantDifferences(golden, canonicalDump(objects), mask);
}
