import { MOVE_LABEL } from '../../crds/manifests/facts.ts';
import type { Installation } from '../../crds/installation/spec.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import { ApiError, isNotFound, messageOf } from '../../k8s/errors.ts';
import { Node } from '../../k8s/kinds.ts';
import { describeRef, refOf, type ObjectRef } from '../../k8s/object.ts';
import { CALICO_KUBE_CONTROLLERS, CALICO_NODE, CALICO_TYPHA, KUBE_SYSTEM } from '../../renderers/shared/names.ts';
import { lostARace } from '../apply/apply-object.ts';
import { deleteObject, type MayGo } from '../apply/delete-object.ts';
import { fieldManager } from '../apply/take-over.ts';
import { resourceTypeOf } from '../cluster/resource-types.ts';
import type { ReconcileContext } from '../context.ts';
import { PRE_OPERATOR } from './node-moves.ts';
import type { MoveStep } from './plan-move.ts';

/** What manifests leave behind that harms nobody; whoever made it decides about it (docs/migrate-from-manifests.md). */
const leftBehind = [
  'kubectl -n kube-system delete configmap/calico-config service/calico-typha poddisruptionbudget/calico-typha poddisruptionbudget/calico-kube-controllers --ignore-not-found',
  'kubectl -n kube-system delete serviceaccount/calico-node serviceaccount/calico-cni-plugin serviceaccount/calico-kube-controllers serviceaccount/calico-typha --ignore-not-found',
];

/** Deployments of kube-system that go first, so that they do not work against those of calico-system. */
export const inTheWay = [CALICO_KUBE_CONTROLLERS, 'calico-typha-horizontal-autoscaler'];

/** Does one step. Throws `Degraded('ResourceMigrationError')` where a write is refused. */
export async function takeStep(ctx: ReconcileContext, step: MoveStep, installation: Installation): Promise<void> {
  switch (step.do) {
    case 'wait':
      return;
    case 'label':
      return labelNodes(ctx, step.nodes, step.value);
    case 'hold nodes':
      return patch(ctx, formerNodeRef, { spec: heldToLabel });
    case 'scale':
      return patch(ctx, formerTyphaRef, { spec: { replicas: step.replicas } });
    case 'delete':
      await deleteAll(ctx, step.objects.map(refOf));
      return;
    case 'finish':
      tellLeftBehind(ctx, installation);
      await deleteAll(ctx, step.objects.map(refOf));
      return;
  }
}

/** What the step is about, for the status; '' where the nodes say it all. */
export function describeStep(step: MoveStep): string {
  if (step.do === 'wait') return `waiting for ${step.for}`;
  if (step.do === 'label') return step.value === PRE_OPERATOR ? 'labelling nodes' : '';
  if (step.do === 'hold nodes') return 'holding the old DaemonSet to nodes that have not moved';
  if (step.do === 'scale') return 'the old Typha makes room for the new one';
  return `deleting ${step.objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(', ')}`;
}

const formerNodeRef = { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: KUBE_SYSTEM, name: CALICO_NODE };
const formerTyphaRef = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: KUBE_SYSTEM, name: CALICO_TYPHA };

/** Another node selector is another template, and would roll the pods; with OnDelete only those on other nodes go. */
const heldToLabel = {
  updateStrategy: { type: 'OnDelete' },
  template: { spec: { nodeSelector: { [MOVE_LABEL]: PRE_OPERATOR } } },
};

/** Sets the label of nodes, or takes it away. */
export async function labelNodes(ctx: ReconcileContext, names: readonly string[], value: string | null): Promise<void> {
  const metadata = { labels: { [MOVE_LABEL]: value } };
  const settled = await Promise.allSettled(
    names.map(async (name) => {
      const answer = await ctx.client.patch(Node, { name }, { type: 'merge', body: { metadata } }, { fieldManager });
      ctx.cluster.nodes.upsert(answer);
    }),
  );
  const errors = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  // A node that has left the cluster needs no label.
  const real = errors.filter((error) => !isNotFound(error));
  if (real.length > 0) throw asDegraded(real[0], `label ${real.length} nodes`);
}

type Ref = typeof formerNodeRef;

async function patch(ctx: ReconcileContext, ref: Ref, body: object): Promise<void> {
  try {
    const answer = await ctx.client.patch(resourceTypeOf(ref), ref, { type: 'merge', body }, { fieldManager });
    ctx.cluster.formerInstall.wrote(answer);
  } catch (error) {
    throw asDegraded(error, `change ${describeRef(ref)}`);
  }
}

/** Deletes what is there of these, one after the other. Returns whether anything was. */
async function deleteAll(ctx: ReconcileContext, refs: readonly ObjectRef[]): Promise<boolean> {
  let isAny = false;
  const note: MayGo = () => {
    isAny = true;
    return Promise.resolve(true);
  };
  for (const ref of refs) {
    try {
      await deleteObject(ctx, ref, note);
    } catch (error) {
      throw asDegraded(error, `delete ${describeRef(ref)}`);
    }
  }
  return isAny;
}

/**
 * Deletes what would have gone before the old DaemonSet, had nobody else deleted that, and tells what is left. Throws
 * `Degraded('ResourceMigrationError')` where a delete is refused.
 */
export async function removeLeftovers(ctx: ReconcileContext, installation: Installation): Promise<void> {
  const names = [CALICO_TYPHA, ...inTheWay];
  const refs = names.map((name) => ({ ...formerTyphaRef, name }));
  if (await deleteAll(ctx, refs)) tellLeftBehind(ctx, installation);
  ctx.cluster.formerInstall.cleanedUp();
}

function asDegraded(error: unknown, what: string): unknown {
  if (lostARace(error) || !(error instanceof ApiError)) return error;
  return new Degraded('ResourceMigrationError', `Could not ${what}: ${messageOf(error)}`, { cause: error });
}

/** Before the last delete, so that nobody misses it: who is killed in between says it twice. */
function tellLeftBehind(ctx: ReconcileContext, regarding: Installation): void {
  const note = `Calico runs in calico-system now. Of the manifests, some objects are left in kube-system that harm nobody; to remove them:\n${leftBehind.join('\n')}`;
  ctx.events.record({ regarding, type: 'Normal', reason: 'MovedFromManifests', action: 'Reconcile', note });
}
