import { Namespace } from '../../../src/k8s/kinds.ts';
import type { DirectAccess } from '../direct-access.ts';
import { LazyQueue, targetOf } from './lazy-queue.ts';

/** Empties a namespace that is being deleted, and lets it go when nothing is left in it. */
export function runNamespaces(cluster: DirectAccess): void {
  const queue = new LazyQueue(cluster, [20, 150], (key) => empty(cluster, key));
  cluster.onChange(({ type, resource, object }) => {
    if (resource.plural === 'namespaces' && object.metadata.deletionTimestamp !== undefined) queue.addObject(object);
    const { namespace } = object.metadata;
    if (type === 'DELETED' && namespace !== undefined) queue.add(namespace);
  });
}

function empty(cluster: DirectAccess, key: string): void {
  const namespace = cluster.get(Namespace, targetOf(key));
  if (namespace?.metadata.deletionTimestamp === undefined) return;
  const content = cluster.contentOf(namespace.metadata.name);
  for (const { type, object } of content) {
    if (object.metadata.deletionTimestamp === undefined) cluster.delete(type, object);
  }
  if (content.length === 0) cluster.finishNamespace(namespace);
}
