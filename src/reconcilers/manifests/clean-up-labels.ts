import { MOVE_LABEL } from '../../crds/manifests/facts.ts';
import { CALICO_NODE, CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import { labelOf } from '../cluster/node-facts.ts';
import type { ReconcileContext } from '../context.ts';
import type { PassResult } from '../report.ts';
import { lacksOnReadyNodes } from '../status/workload-health.ts';
import { labelNodes } from './move-steps.ts';

/** Labels are taken away so many at a time. */
const atOnce = 100;

/**
 * After a move: the label of the nodes goes, once no pod asks for it any more. Pods that run do not need it, but a kubelet
 * that restarts would refuse them without.
 */
export async function cleanUpLabels(ctx: ReconcileContext): Promise<PassResult> {
  const { nodes, daemonSets, formerInstall } = ctx.cluster;
  const labelled = nodes.list().filter((node) => labelOf(node, MOVE_LABEL) !== undefined);
  if (labelled.length === 0 || formerInstall.isThere) return {};
  const live = daemonSets.get(`${CALICO_SYSTEM}/${CALICO_NODE}`);
  const asksForIt = live?.spec?.template.spec?.nodeSelector?.[MOVE_LABEL] !== undefined;
  const silent = nodes.list().filter(({ os, ready }) => os === 'linux' && !ready).length;
  const progress = live === undefined ? 'it is not there' : lacksOnReadyNodes(live, silent);
  const about = `All nodes have moved from kube-system; ${labelled.length} nodes lose the label ${MOVE_LABEL}`;
  if (asksForIt || progress !== '') return { waits: [`${about} once calico-node does without it: ${progress}`] };
  await labelNodes(
    ctx,
    labelled.slice(0, atOnce).map(({ name }) => name),
    null,
  );
  return { waits: [about] };
}
