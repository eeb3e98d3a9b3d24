import type { ReconcileContext } from '../context.ts';
import { adoptedFields } from '../manifests/adopted-spec.ts';
import type { PassOutcome } from '../status/fold-conditions.ts';
import type { Publication } from '../status/publish-tigera-status.ts';
import { neededImages } from './gather-core-input.ts';
import { chooseImageSet } from './image-set.ts';
import { loadInstallation } from './load.ts';
import { publishOpenShiftNetwork } from './openshift.ts';
import { effectiveMtu, publishInstallationStatus } from './publish-status.ts';
import { settleSpec, writtenSpec } from './settle-spec.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import type { Condition } from '../../crds/status/conditions.ts';
import { CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import { isCompleteBeside, type NodeRollout } from './node-rollout.ts';
import { trackedWorkloads } from './tracked-workloads.ts';

/** Brings the Installation's own status in line with TigeraStatus `calico`. */
export async function publishCoreStatus(
  ctx: ReconcileContext,
  { after, rollout }: Publication & { readonly rollout: NodeRollout | undefined },
  outcome: PassOutcome,
): Promise<void> {
  const installation = loadInstallation(ctx);
  if (installation === undefined) return;
  const isStaying = installation.metadata.deletionTimestamp === undefined;
  const complete = isStaying && hasArrived(outcome) && isInPlace(ctx, after, rollout);
  const computed = settledOrNothing(() => settleSpec(ctx, installation));
  const imageSet = settledOrNothing(() => chooseImageSet(ctx.cluster.imageSets.list(), neededImages).name);
  const adopted = settledOrNothing(() => adoptedFields(ctx, installation, writtenSpec(ctx, installation)));
  await publishInstallationStatus(ctx, installation, {
    conditions: after,
    complete,
    ...(computed && { computed }),
    ...(adopted && { adoptedFields: adopted }),
    ...(imageSet !== undefined && { imageSet }),
  });
  if (outcome.ended === 'done' && computed !== undefined)
    await publishOpenShiftNetwork(ctx, await effectiveMtu(ctx, computed));
}

function hasArrived(outcome: PassOutcome): boolean {
  return outcome.ended === 'done' && outcome.waits.length === 0;
}

function isInPlace(ctx: ReconcileContext, said: readonly Condition[], rollout: NodeRollout | undefined): boolean {
  const isAvailable = said.some(({ type, status }) => type === 'Available' && status === 'True');
  return isAvailable || isCompleteOnLiveNodes(ctx, rollout);
}

/** Nodes that are not heard do not keep a version from being the one that runs; what is available, they do. */
function isCompleteOnLiveNodes(ctx: ReconcileContext, rollout: NodeRollout | undefined): boolean {
  if (rollout === undefined || rollout.leftOut.length === 0) return false;
  return trackedWorkloads(ctx).every(({ kind, name, verdict }) => {
    const live = kind === 'DaemonSet' ? ctx.cluster.daemonSets.get(`${CALICO_SYSTEM}/${name}`) : undefined;
    return live === undefined ? verdict === 'healthy' : isCompleteBeside(live, rollout);
  });
}

/** What cannot be settled is told by the conditions; here it only means that there is nothing to publish. */
function settledOrNothing<T>(settle: () => T): T | undefined {
  try {
    return settle();
  } catch (error) {
    if (error instanceof Degraded) return undefined;
    throw error;
  }
}
