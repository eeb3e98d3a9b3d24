import type { Installation } from '../../crds/installation/spec.ts';
import { nodeWindowsRefs } from '../../renderers/node-windows/index.ts';
import { CALICO_NODE_WINDOWS, CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';
import { loadInstallation } from '../installation/load.ts';
import { writtenSpec } from '../installation/settle-spec.ts';
import { daemonSetHealth, type WorkloadHealth } from '../status/workload-health.ts';

/**
 * The Installation while it asks for Windows nodes, and then until nothing of them is left: an edit that switches them off
 * is carried out only when the rest of it is valid, too.
 */
export function loadWindows(ctx: ReconcileContext): Installation | undefined {
  const installation = loadInstallation(ctx);
  const isLeft = nodeWindowsRefs.some((ref) => ctx.cluster.find(ref).object !== undefined);
  return installation !== undefined && (isLeft || asksForWindows(ctx, installation)) ? installation : undefined;
}

/** The workload that decides whether Windows nodes are available; none while they are taken away. */
export function windowsWorkloads(ctx: ReconcileContext): WorkloadHealth[] {
  const installation = loadInstallation(ctx);
  if (installation === undefined || !asksForWindows(ctx, installation)) return [];
  const live = ctx.cluster.daemonSets.get(`${CALICO_SYSTEM}/${CALICO_NODE_WINDOWS}`);
  return [daemonSetHealth({ kind: 'DaemonSet', name: CALICO_NODE_WINDOWS }, live)];
}

function asksForWindows(ctx: ReconcileContext, installation: Installation): boolean {
  if (installation.metadata.deletionTimestamp !== undefined) return false;
  return writtenSpec(ctx, installation).calicoNetwork?.windowsDataplane === 'HNS';
}
