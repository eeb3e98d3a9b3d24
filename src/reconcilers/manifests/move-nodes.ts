import { isDeepStrictEqual } from 'node:util';
import type { Deployment } from '../../crds/generated/core.gen.ts';
import { pickFields } from '../../crds/installation/adopted-fields.ts';
import type { Installation, SettledSpec } from '../../crds/installation/spec.ts';
import type { PassProblem } from '../status/fold-conditions.ts';
import { CALICO_NODE, CALICO_SYSTEM, CALICO_TYPHA } from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';
import type { PassResult } from '../report.ts';
import { recordedFields } from './adopted-spec.ts';
import { cleanUp } from './clean-up.ts';
import { moveWarnings } from './conversion.ts';
import { describeStep, inTheWay, takeStep } from './move-steps.ts';
import { moveBudget, type NodeMoves } from './node-moves.ts';
import type { NodeWaits } from './node-waits.ts';
import { planMove, type MoveFacts } from './plan-move.ts';

/** What decides beside the cluster. */
export interface MoveSettings {
  readonly installation: Installation;
  readonly spec: SettledSpec;
  readonly typhaReplicas: number;
  readonly waits: NodeWaits;
}

/**
 * One step of the move from kube-system to calico-system, or of the clean-up after it; nothing in other clusters. How far
 * it is stands in the cluster: labels of nodes, the node selector of the old DaemonSet, and what is still there. Throws
 * `Degraded('ResourceMigrationError')` where a write is refused.
 */
export async function moveNodes(ctx: ReconcileContext, settings: MoveSettings): Promise<PassResult> {
  const facts = gatherFacts(ctx, settings);
  if (facts === undefined) return cleanUp(ctx, settings.installation);
  const { step, moves } = planMove(facts);
  await takeStep(ctx, step, settings.installation);
  const said = describeStep(step);
  const waits = [
    `Moving calico-node from kube-system: ${moves.progress}${said === '' ? '' : `; ${said}`}`,
    ...moves.stuck,
  ];
  const problem = problemOf(moves);
  return {
    waits,
    warnings: moveWarnings(ctx),
    ...(problem && { problem }),
    ...(moves.againAfterMs !== undefined && { againAfterMs: moves.againAfterMs }),
  };
}

function problemOf({ stuck, isHalted }: NodeMoves): PassProblem | undefined {
  if (stuck.length === 0) return undefined;
  const what = isHalted
    ? 'No more nodes move until fewer are stuck; look at the pods of calico-node in calico-system:'
    : 'Some nodes are stuck, and the others go on; look at their pods of calico-node in calico-system:';
  return { reason: 'ResourceMigrationError', message: [what, ...stuck].join('\n') };
}

function gatherFacts(ctx: ReconcileContext, settings: MoveSettings): MoveFacts | undefined {
  const { formerInstall, nodes, daemonSets, deployments } = ctx.cluster;
  const { node: formerNode } = formerInstall;
  if (!formerInstall.isThere || formerInstall.isIncomplete || formerNode === undefined) return undefined;
  const now = ctx.clock.wall().getTime();
  const pods = { formerPods: formerInstall.formerPods(), pods: formerInstall.pods() };
  const moving = settings.waits.look(nodes.list(), pods, now);
  const { rollingUpdate } = settings.spec.nodeUpdateStrategy;
  return {
    formerNode,
    formerTypha: formerInstall.deployment(CALICO_TYPHA),
    inTheWay: inTheWay.flatMap((name): Deployment[] => {
      const found = formerInstall.deployment(name);
      return found === undefined ? [] : [found];
    }),
    node: daemonSets.get(`${CALICO_SYSTEM}/${CALICO_NODE}`),
    typha: deployments.get(`${CALICO_SYSTEM}/${CALICO_TYPHA}`),
    typhaReplicas: settings.typhaReplicas,
    nodes: moving,
    isRecorded: isRecorded(settings),
    budget: moveBudget(rollingUpdate?.maxUnavailable, moving.length),
    now,
  };
}

/** Whether the status holds what is in effect now, so that nothing is lost with the manifests. */
function isRecorded({ installation, spec }: MoveSettings): boolean {
  const paths = recordedFields(installation);
  const computed = installation.status?.computed;
  if (paths === undefined || computed === undefined) return false;
  return isDeepStrictEqual(pickFields(computed, paths), pickFields(spec, paths));
}
