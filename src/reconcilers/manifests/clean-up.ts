import type { Installation } from '../../crds/installation/spec.ts';
import { askedMoveLabel, MOVE_LABEL } from '../../crds/manifests/facts.ts';
import { CALICO_NODE, CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import { labelOf } from '../cluster/node-facts.ts';
import type { ReconcileContext } from '../context.ts';
import type { PassResult } from '../report.ts';
import { lacksOnReadyNodes } from '../status/workload-health.ts';
import { recordedFields } from './adopted-spec.ts';
import { labelNodes, removeLeftovers } from './move-steps.ts';

/** Labels are taken away so many at a time. */
const atOnce = 100;

/**
 * After a move: the label of the nodes goes, once no pod asks for it any more. Pods that run do not need it, but a kubelet
 * that restarts would refuse them without. Before the last label goes, by which a restarted operator knows of the move,
 * what somebody's delete of the old DaemonSet has left of the rest.
 */
export async function cleanUp(ctx: ReconcileContext, installation: Installation): Promise<PassResult> {
  const { nodes, formerInstall } = ctx.cluster;
  const labelled = nodes.list().filter((node) => labelOf(node, MOVE_LABEL) !== undefined);
  const isBehind = formerInstall.mayHaveLeftovers && recordedFields(installation) !== undefined;
  if (formerInstall.isThere || (labelled.length === 0 && !isBehind)) return {};
  const about = `All nodes have moved from kube-system; ${labelled.length} nodes lose the label ${MOVE_LABEL}`;
  const lack = lackOf(ctx);
  if (lack !== undefined) return { waits: [`${about} once calico-node does without it: ${lack}`] };
  if (labelled.length <= atOnce) await removeLeftovers(ctx, installation);
  await labelNodes(
    ctx,
    labelled.slice(0, atOnce).map(({ name }) => name),
    null,
  );
  return { waits: [about] };
}

/** What calico-node lacks to do without the label; undefined where nothing. */
function lackOf({ cluster: { nodes, daemonSets } }: ReconcileContext): string | undefined {
  const live = daemonSets.get(`${CALICO_SYSTEM}/${CALICO_NODE}`);
  if (live === undefined) return 'it is not there';
  const asksForIt = askedMoveLabel(live) !== undefined;
  const silent = nodes.list().filter(({ os, ready }) => os === 'linux' && !ready).length;
  const lack = lacksOnReadyNodes(live, silent);
  return asksForIt || lack !== '' ? lack : undefined;
}
