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

/** Brings the Installation's own status in line with TigeraStatus `calico`. */
export async function publishCoreStatus(
  ctx: ReconcileContext,
  { after }: Publication,
  outcome: PassOutcome,
): Promise<void> {
  const installation = loadInstallation(ctx);
  if (installation === undefined) return;
  const available = after.some(({ type, status }) => type === 'Available' && status === 'True');
  const complete =
    available &&
    outcome.ended === 'done' &&
    outcome.waits.length === 0 &&
    installation.metadata.deletionTimestamp === undefined;
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

/** What cannot be settled is told by the conditions; here it only means that there is nothing to publish. */
function settledOrNothing<T>(settle: () => T): T | undefined {
  try {
    return settle();
  } catch (error) {
    if (error instanceof Degraded) return undefined;
    throw error;
  }
}
