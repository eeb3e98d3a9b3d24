import type { Installation } from '../../crds/installation/spec.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { renderWindows } from '../../renderers/catalog.ts';
import type { ImageReferences } from '../../renderers/shared/images.ts';
import { nodeWindowsRefs } from '../../renderers/node-windows/index.ts';
import { CALICO_SYSTEM, CALICO_TYPHA } from '../../renderers/shared/names.ts';
import { applyRendered, deleteAll } from '../apply/apply-rendered.ts';
import type { ReconcileContext } from '../context.ts';
import { requireInstallation } from '../installation/load.ts';
import { settleSpec } from '../installation/settle-spec.ts';
import { runningVersion } from '../cluster/running-version.ts';
import { requireSupportedVersion } from '../installation/supported-version.ts';
import { versionHold } from '../installation/version-hold.ts';
import { mergeResults } from '../merge-results.ts';
import type { PassResult } from '../report.ts';
import { rolledOver, runsImage } from '../status/workload-health.ts';
import { gatherWindowsInput } from './gather-windows-input.ts';
import { requirePrerequisites } from './prerequisites.ts';

/**
 * Makes calico-node run on Windows nodes, or takes it away when they are switched off. Nothing happens while the
 * Installation goes: its removal takes the nodes in their turn.
 */
export async function ensureWindows(ctx: ReconcileContext): Promise<PassResult> {
  const installation = requireInstallation(ctx);
  if (installation.metadata.deletionTimestamp !== undefined) return { waits: ['it goes with the Installation'] };
  requireSupportedVersion(ctx, installation);
  const spec = settleSpec(ctx, installation);
  if (spec.calicoNetwork.windowsDataplane !== 'HNS') return removed(ctx);
  requirePrerequisites(ctx, spec);
  const input = gatherWindowsInput(ctx, installation, spec);
  return mergeResults(
    await applyRendered(ctx, renderWindows(input), { hold: holdOf(ctx, installation, input.images) }),
  );
}

async function removed(ctx: ReconcileContext): Promise<PassResult> {
  await deleteAll(ctx, nodeWindowsRefs);
  return { waits: ['calico-node-windows is being removed, because windowsDataplane is Disabled'] };
}

/** In a downgrade Typha goes first, as for calico-node on Linux. */
function holdOf(
  ctx: ReconcileContext,
  installation: Installation,
  images: ImageReferences,
): (object: KubeObject) => string | undefined {
  const typha = ctx.cluster.deployments.get(`${CALICO_SYSTEM}/${CALICO_TYPHA}`);
  return versionHold({
    running: runningVersion(ctx, installation),
    typhaExists: typha !== undefined,
    node: () => ({ isDone: true, left: '' }),
    typha: () => {
      const isSent = typha !== undefined && runsImage(typha, images.typha);
      return isSent ? rolledOver(typha) : { isDone: false, left: 'it is about to roll out' };
    },
  });
}
