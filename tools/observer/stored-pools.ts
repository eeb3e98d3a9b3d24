import type { KubeObject } from '../../src/k8s/object.ts';
import { fromStored } from '../extension-api/convert.ts';
import { servedKinds } from '../extension-api/kinds.ts';
import type { ResourceName } from './history.ts';

const kind = servedKinds.get('ippools');

/** Whether objects of the kind are pools as Calico's own API server keeps them: who has set which field is not noted. */
export function isStoredPool({ group, plural }: ResourceName): boolean {
  return kind !== undefined && group === kind.stored.group && plural === kind.stored.plural;
}

/** The pool with the labels and annotations that its users see, wherever it is kept. */
export function asUsersSeeIt(resource: ResourceName, pool: KubeObject): KubeObject {
  return kind !== undefined && isStoredPool(resource) ? fromStored(kind, pool) : pool;
}
