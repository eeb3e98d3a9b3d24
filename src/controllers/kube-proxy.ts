import type { ReconcileContext } from '../reconcilers/context.ts';
import { ensureKubeProxy, loadManaged } from '../reconcilers/kube-proxy/ensure-kube-proxy.ts';
import { reporting } from '../reconcilers/report.ts';
import { defineController, type ControllerDefinition } from '../runtime/define-controller.ts';
import { anyChange, anyPlatformChange, formerInstallChanges } from './wakes.ts';

/**
 * Switches kube-proxy off while BPF does its work, where the Installation asks for that. It stops at (step: reason):
 * ensureKubeProxy: ResourceNotReady, ResourceValidationError, ResourcePatchError.
 */
export function kubeProxyController(ctx: ReconcileContext): ControllerDefinition {
  const { cluster } = ctx;
  const reconcile = reporting({
    status: 'kubeproxy-monitor',
    subject: loadManaged,
    pass: ensureKubeProxy,
    workloads: () => [],
  });
  return defineController({
    name: 'kubeproxy-controller',
    sources: [
      ...anyChange(cluster, 'installations', 'tigeraStatuses', 'configMaps', 'daemonSets', 'kubeProxies', 'nodes'),
      ...anyChange(cluster, 'felixConfigurations', 'operatorConfigMaps', 'apiServices', 'systemServices', 'ipPools'),
      ...anyChange(cluster, 'systemDaemonSets', 'systemConfigMaps'),
      ...anyPlatformChange(cluster, 'openShiftNetworks'),
      formerInstallChanges(cluster),
    ],
    restMs: 200,
    reconcile: () => reconcile(ctx),
  });
}
