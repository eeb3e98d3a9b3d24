import type { DaemonSet } from '../../crds/generated/core.gen.ts';
import { askedMoveLabel, MOVE_LABEL } from '../../crds/manifests/facts.ts';
import type { CoreInput } from '../../renderers/input.ts';
import { CALICO_NODE, CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { labelOf } from '../cluster/node-facts.ts';
import type { ReconcileContext } from '../context.ts';
import { hasBegun } from './conversion.ts';
import { MIGRATED } from './node-moves.ts';

/**
 * How far a move from kube-system is, as far as calico-node is made by it; undefined where there is none. Where manifests
 * are applied to a cluster whose calico-node runs in calico-system already, its nodes have no label: a DaemonSet that asks
 * for one deletes all its pods at once, whatever its budget, so nodes get the label first.
 */
export function moveStage(ctx: ReconcileContext): CoreInput['migration'] {
  const { formerInstall, daemonSets } = ctx.cluster;
  if (!formerInstall.isThere) return undefined;
  const live = daemonSets.get(`${CALICO_SYSTEM}/${CALICO_NODE}`);
  const asksForLabel = live === undefined || isHeldToMoved(live) || hasBegun(ctx);
  return asksForLabel || runsOnMovedOnly(ctx.cluster) ? 'from-kube-system' : 'labelling';
}

/** Whether calico-node of calico-system runs on nodes that have moved, and on no others. */
export function isHeldToMoved(live: DaemonSet | undefined): boolean {
  return askedMoveLabel(live) === MIGRATED;
}

function runsOnMovedOnly({ formerInstall, nodes }: Cluster): boolean {
  const staying = formerInstall.pods().filter(({ terminating }) => !terminating);
  return !formerInstall.isIncomplete && staying.every(({ node }) => hasMoved(nodes.get(node)));
}

/** A node that has left loses nothing. */
function hasMoved(node: ReturnType<Cluster['nodes']['get']>): boolean {
  return node === undefined || labelOf(node, MOVE_LABEL) === MIGRATED;
}
