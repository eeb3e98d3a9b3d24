import type { KubeObject } from '../../../src/k8s/object.ts';
import type { Facts } from '../facts.ts';
import { differences, dumpOf, type Dump, type Mask } from './dump.ts';

/** O1: the end is the one of the run without faults. Tells what is not. */
export function divergences(golden: Dump, objects: readonly KubeObject[], facts: Facts, mask?: Mask): string[] {
  return differences(golden, dumpOf(objects, facts), mask);
}
