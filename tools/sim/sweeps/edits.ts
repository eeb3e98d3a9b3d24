import { Installations } from '../../../src/crds/kinds.ts';
import { refOf, type KubeObject, type ResourceType } from '../../../src/k8s/object.ts';
import { resourceTypeOf } from '../../../src/reconcilers/cluster/resource-types.ts';
import { installs } from '../scenarios/teardown.ts';
import { settling } from '../scenarios/index.ts';
import type { SimWorld } from '../world.ts';
import type { Case, Sweep } from './sweep.ts';

const finalizer = 'example.com/stuck';
const quietMs = 2_000;
const stuckMs = 5_000;

type Edit = (world: SimWorld, type: ResourceType, object: KubeObject) => Promise<void> | void;

/** What a hostile user does to an object; what comes back has to be what was there. */
const edits: Readonly<Record<string, Edit>> = {
  'is deleted': (world, type, object) => void world.admin.delete(type, object),
  'loses its labels': (world, type, { metadata }) => {
    const labels = Object.fromEntries(Object.keys(metadata.labels ?? {}).map((label) => [label, null]));
    world.admin.patch(type, metadata, { metadata: { labels } });
  },
  'loses its owner': (world, type, { metadata }) => {
    world.admin.patch(type, metadata, { metadata: { ownerReferences: null } });
  },
  'is emptied': (world, type, object) => {
    const content = Object.entries(object).flatMap(([field, value]) => emptied(field, value));
    world.admin.patch(type, object.metadata, Object.fromEntries(content));
  },
  'is deleted while somebody holds it': async (world, type, { metadata }) => {
    const finalizers = [...(metadata.finalizers ?? []), finalizer];
    world.admin.patch(type, metadata, { metadata: { finalizers } });
    const held = world.admin.get(type, metadata);
    if (held === undefined) return;
    world.admin.delete(type, held);
    await world.scheduler.pass(stuckMs);
    world.admin.release(type, held, finalizer);
  },
};

/** Fields that may be empty for the API server, and must not be for Calico. */
function emptied(field: string, value: unknown): [string, unknown][] {
  if (field === 'data') return [[field, null]];
  if (field === 'rules' || field === 'subjects') return [[field, []]];
  const isWorkload = typeof value === 'object' && value !== null && 'template' in value;
  return isWorkload ? [['spec', { template: { spec: { nodeSelector: { 'example.com/nowhere': 'true' } } } }]] : [];
}

/** Every object of the operator × everything that somebody may do to it. */
export const editSweep: Sweep = {
  id: 'T10',
  says: 'every object of the operator × every edit of a hostile user',
  scenarios: ['install'],
  // What is wrong in between is the work of the user: changed and changed back, other pods, nodes without, no trust.
  expects: { objects: 'same', effort: 'any', except: ['I3', 'I7', 'I8', 'I11'] },
  casesOf: ({ objects }) =>
    objects
      .filter(isOwned)
      .flatMap((object) => Object.entries(edits).map(([what, edit]) => caseOf(object, what, edit))),
};

function isOwned({ kind, metadata }: KubeObject): boolean {
  // Namespaces take everything in them along, which is a removal and not an edit.
  if (kind === Installations.kind || kind === 'Namespace' || kind === 'Lease' || kind === 'Event') return false;
  // Without its key the authority is another one, and what is left says so: the matter of T16.
  if (metadata.name === 'tigera-ca-private') return false;
  return (metadata.managedFields ?? []).some(({ manager }) => manager === 'calico-operator');
}

function caseOf(object: KubeObject, what: string, edit: Edit): Case {
  const ref = refOf(object);
  const type = resourceTypeOf(ref);
  return {
    title: `${ref.kind} ${ref.namespace ?? ''}/${ref.name} ${what}`,
    rules: [],
    story: settling(async (world) => {
      await installs(world);
      await world.scheduler.pass(quietMs);
      const live = world.admin.get(type, object.metadata);
      if (live !== undefined) await edit(world, type, live);
    }),
  };
}
