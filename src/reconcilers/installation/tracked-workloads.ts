import {
  CALICO_KUBE_CONTROLLERS,
  CALICO_NODE,
  CALICO_SYSTEM,
  CALICO_TYPHA,
  CSI_NODE_DRIVER,
} from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';
import { daemonSetHealth, deploymentHealth, type WorkloadHealth } from '../status/workload-health.ts';
import { loadInstallation } from './load.ts';
import { writtenSpec } from './settle-spec.ts';

/** Workloads that decide whether the core is available. Typha serves with a single pod; the CSI driver may be off. */
export function trackedWorkloads(ctx: ReconcileContext): WorkloadHealth[] {
  const { daemonSets, deployments } = ctx.cluster;
  const csi = daemonSets.get(`${CALICO_SYSTEM}/${CSI_NODE_DRIVER}`);
  return [
    daemonSetHealth({ kind: 'DaemonSet', name: CALICO_NODE }, daemonSets.get(`${CALICO_SYSTEM}/${CALICO_NODE}`)),
    deploymentHealth(
      { kind: 'Deployment', name: CALICO_TYPHA, needs: 'one' },
      deployments.get(`${CALICO_SYSTEM}/${CALICO_TYPHA}`),
    ),
    deploymentHealth(
      { kind: 'Deployment', name: CALICO_KUBE_CONTROLLERS },
      deployments.get(`${CALICO_SYSTEM}/${CALICO_KUBE_CONTROLLERS}`),
    ),
    ...(csi === undefined && csiIsOff(ctx) ? [] : [daemonSetHealth({ kind: 'DaemonSet', name: CSI_NODE_DRIVER }, csi)]),
  ];
}

function csiIsOff(ctx: ReconcileContext): boolean {
  const installation = loadInstallation(ctx);
  if (installation === undefined) return false;
  const computed = installation.status?.computed?.kubeletVolumePluginPath;
  return (writtenSpec(ctx, installation).kubeletVolumePluginPath ?? computed) === 'None';
}
