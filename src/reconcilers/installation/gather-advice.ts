import { adviseInstallation, describeAdvice, type AdviceFacts } from '../../crds/installation/advice.ts';
import type { SettledSpec } from '../../crds/installation/spec.ts';
import { KUBE_SYSTEM } from '../../renderers/shared/names.ts';
import { platformCidrs, platformServiceCidrs } from '../cluster/platform-cidrs.ts';
import type { ReconcileContext } from '../context.ts';

/** Sentences about settings that are better changed (docs/warnings.md). */
export function gatherAdvice(ctx: ReconcileContext, spec: SettledSpec): string[] {
  return adviseInstallation(spec, adviceFacts(ctx, spec)).map(describeAdvice);
}

function adviceFacts(ctx: ReconcileContext, spec: SettledSpec): AdviceFacts {
  const { cluster } = ctx;
  const network = {
    kubeadm: cluster.systemConfigMaps.get(`${KUBE_SYSTEM}/kubeadm-config`),
    openShift: cluster.openShiftNetworks?.get('cluster'),
  };
  const ranges = platformCidrs(network);
  return {
    nodes: cluster.nodes.list(),
    services: [
      ...(spec.serviceCIDRs ?? []).map((range) => ({ range, from: 'spec.serviceCIDRs' })),
      ...platformServiceCidrs(network).map((range) => ({ range, from: 'the configuration of the platform' })),
      ...cluster.systemServices
        .list()
        .flatMap(({ name, clusterIps }) =>
          clusterIps.map((range) => ({ range, from: `Service ${KUBE_SYSTEM}/${name}` })),
        ),
    ],
    fullMesh: cluster.bgpConfigurations.get('default')?.spec?.nodeToNodeMeshEnabled !== false,
    ...(ranges && { platformCidrs: ranges }),
  };
}
