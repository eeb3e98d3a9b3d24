import type { Client } from '../../src/k8s/client.ts';
import { isAlreadyExists, isConflict } from '../../src/k8s/errors.ts';
import type { KubeObject, ManagedFieldsEntry } from '../../src/k8s/object.ts';
import { resourceTypeOf } from '../../src/reconcilers/cluster/resource-types.ts';

/** The field manager of the operator that left the objects behind. */
export const formerManager = 'operator';

/** Whose entries in managedFields are made by who plays them here, too. */
const controllers = 'kube-controller-manager';

/** Kinds whose status the operator wrote, by a subresource. */
const withStatus = new Set(['Installation', 'APIServer', 'Whisker', 'TigeraStatus']);

/**
 * Puts objects into a real API server as another operator left them: owners first, each with the content, the status and
 * the managedFields that it had. Uids are the API server's to give, so those of owners are replaced wherever they stand.
 */
export async function loadCluster(admin: Client, objects: readonly KubeObject[]): Promise<void> {
  const formerUids = uidsOf(objects);
  const uids = new Map<string, string>();
  for (const object of objects.toSorted(ownersFirst)) {
    const stored = await loadObject(admin, withUids(object, uids));
    const former = formerUids.get(nameOf(object));
    if (former !== undefined && former !== '') uids.set(former, stored.metadata.uid ?? '');
  }
}

/** Each object's uid; of those that were not recorded themselves, what the objects that they own say. */
function uidsOf(objects: readonly KubeObject[]): ReadonlyMap<string, string> {
  const owners = objects.flatMap(({ metadata }) => metadata.ownerReferences ?? []);
  return new Map([
    ...objects.map((object) => [nameOf(object), object.metadata.uid ?? ''] as const),
    ...owners.map(({ kind, name, uid }) => [`${kind} ${name}`, uid] as const),
  ]);
}

function nameOf({ kind, metadata }: KubeObject): string {
  return metadata.namespace === undefined
    ? `${kind} ${metadata.name}`
    : `${kind} ${metadata.namespace}/${metadata.name}`;
}

const ranks = [
  (object: KubeObject): boolean => object.apiVersion === 'operator.tigera.io/v1',
  (object: KubeObject): boolean => object.kind === 'Namespace',
  (object: KubeObject): boolean => object.kind !== 'DaemonSet' && object.kind !== 'Deployment',
];

function ownersFirst(left: KubeObject, right: KubeObject): number {
  return rankOf(left) - rankOf(right);
}

function rankOf(object: KubeObject): number {
  const rank = ranks.findIndex((isOne) => isOne(object));
  return rank === -1 ? ranks.length : rank;
}

function withUids(object: KubeObject, uids: ReadonlyMap<string, string>): KubeObject {
  const text = [...uids].reduce((known, [former, uid]) => known.replaceAll(former, uid), JSON.stringify(object));
  return JSON.parse(text) as KubeObject;
}

async function loadObject(admin: Client, object: KubeObject): Promise<KubeObject> {
  const type = resourceTypeOf(object);
  const { managedFields = [] } = object.metadata;
  const stored = await createOrReplace(admin, withoutServerFields(object));
  if (managedFields.length === 0) return stored;
  if (withStatus.has(object.kind)) await loadStatus(admin, object);
  await disown(admin, stored, managedFields);
  return (await admin.get(type, stored.metadata)) ?? stored;
}

/** What a writer sends: without what the API server says of an object. */
export function withoutServerFields(object: KubeObject): KubeObject {
  const {
    uid: _u,
    resourceVersion: _r,
    generation: _g,
    creationTimestamp: _c,
    managedFields: _m,
    ...metadata
  } = object.metadata;
  return { ...object, metadata };
}

async function createOrReplace(admin: Client, object: KubeObject): Promise<KubeObject> {
  const type = resourceTypeOf(object);
  const options = { fieldManager: formerManager };
  return admin.create(type, object, options).catch(async (error: unknown) => {
    if (!isAlreadyExists(error)) throw error;
    const { resourceVersion = '' } = (await admin.get(type, object.metadata))?.metadata ?? {};
    return admin.update(type, { ...object, metadata: { ...object.metadata, resourceVersion } }, options);
  });
}

async function loadStatus(admin: Client, object: KubeObject): Promise<void> {
  const type = resourceTypeOf(object);
  const { resourceVersion = '' } = (await admin.get(type, object.metadata))?.metadata ?? {};
  const plain = withoutServerFields(object);
  const live = { ...plain, metadata: { ...plain.metadata, resourceVersion } };
  await admin.update(type, live, { fieldManager: formerManager, subresource: 'status' });
}

/** Leaves the fields to whom they belonged; controllers here go on with those that they have written since. */
async function disown(admin: Client, object: KubeObject, recorded: readonly ManagedFieldsEntry[]): Promise<void> {
  const type = resourceTypeOf(object);
  const live = await admin.get(type, object.metadata);
  if (live === undefined) return;
  const theirs = (live.metadata.managedFields ?? []).filter(({ manager }) => manager === controllers);
  const value = [...recorded.filter(({ manager }) => manager !== controllers), ...theirs];
  const operations = [
    { op: 'replace', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion },
    { op: 'replace', path: '/metadata/managedFields', value },
  ] as const;
  await admin.patch(type, live.metadata, { type: 'json', operations }).catch(async (error: unknown) => {
    if (!isConflict(error)) throw error;
    return disown(admin, object, recorded);
  });
}
