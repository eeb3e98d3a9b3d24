import type { Client } from '../../src/k8s/client.ts';
import { messageOf } from '../../src/k8s/errors.ts';
import { describeRef, refOf, type KubeObject } from '../../src/k8s/object.ts';
import { resourceTypeOf } from '../../src/reconcilers/cluster/resource-types.ts';
import { formerManager, withoutServerFields } from './load-cluster.ts';

/**
 * Sends objects as the Go operator does in its first pass: updates of the whole object, in which labels, annotations and
 * finalizers of others stay, and creates of what is not there. Resolves with a line for each that the API server refuses.
 */
export async function sendFormerObjects(admin: Client, objects: readonly KubeObject[]): Promise<string[]> {
  const refusals: string[] = [];
  for (const object of objects.filter(isWritten)) {
    const refusal = await send(admin, object);
    if (refusal !== undefined) refusals.push(`${describeRef(refOf(object))}: ${refusal}`);
  }
  return refusals;
}

/** Custom resources are patched where they lack a default; a TigeraStatus has nothing but a status. */
function isWritten({ apiVersion }: KubeObject): boolean {
  return apiVersion !== 'operator.tigera.io/v1';
}

async function send(admin: Client, object: KubeObject): Promise<string | undefined> {
  const type = resourceTypeOf(object);
  const live = await admin.get(type, object.metadata);
  const options = { fieldManager: formerManager };
  const plain = withoutServerFields(object);
  const sent =
    live === undefined ? admin.create(type, plain, options) : admin.update(type, merged(plain, live), options);
  return sent.then(
    () => undefined,
    (error: unknown) => messageOf(error),
  );
}

function merged(object: KubeObject, live: KubeObject): KubeObject {
  const { labels, annotations, finalizers = [], resourceVersion = '', ownerReferences = [] } = live.metadata;
  const metadata = {
    ...object.metadata,
    resourceVersion,
    labels: { ...foreign(labels), ...object.metadata.labels },
    annotations: { ...withoutControllers(object.metadata.annotations), ...foreign(annotations) },
    finalizers: [
      ...(object.metadata.finalizers ?? []),
      ...finalizers.filter((finalizer) => !finalizer.includes('tigera.io')),
    ],
    ...(ownerReferences.length > 0 && { ownerReferences }),
  };
  return { ...object, metadata };
}

/** Controllers number rollouts in annotations; an operator keeps what it finds. */
function withoutControllers(annotations: Readonly<Record<string, string>> = {}): Record<string, string> {
  const entries = Object.entries(annotations);
  return Object.fromEntries(entries.filter(([key]) => !/^dep(?:loyment|recated)\./.test(key)));
}

/** Keys of its own that an update does not name go. */
function foreign(keys: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(keys).filter(([key]) => !key.includes('operator.tigera.io')));
}
