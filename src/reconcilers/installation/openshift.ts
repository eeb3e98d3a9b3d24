import { isDeepStrictEqual } from 'node:util';
import type { SettledSpec } from '../../crds/installation/spec.ts';
import { fieldManager } from '../apply/take-over.ts';
import { OpenShiftNetworks } from '../cluster/openshift.ts';
import type { ReconcileContext } from '../context.ts';

/**
 * Tells OpenShift that Calico is its network now, as network plugins there do: `status` of Network `cluster`. Does
 * nothing on other platforms.
 */
export async function publishOpenShiftNetwork(ctx: ReconcileContext, mtu: number): Promise<void> {
  const live = ctx.cluster.openShiftNetworks?.get('cluster');
  if (live === undefined) return;
  const { clusterNetwork = [], serviceNetwork = [] } = live.spec ?? {};
  const status = { clusterNetwork, serviceNetwork, networkType: 'Calico', clusterNetworkMTU: mtu };
  if (isDeepStrictEqual(live.status, status)) return;
  const { apiVersion, kind, metadata } = live;
  const object = { apiVersion, kind, metadata: { name: metadata.name }, status };
  await ctx.client.apply(OpenShiftNetworks, object, { fieldManager, subresource: 'status' });
}

/**
 * What has to be opened by hand on AWS, where security groups of OpenShift let through what its own network needs
 * (docs/differences.md).
 */
export function openShiftWarnings(ctx: ReconcileContext, spec: SettledSpec): string[] {
  const infrastructure = ctx.cluster.openShiftInfrastructures?.get('cluster');
  if (infrastructure?.status?.platformStatus?.type !== 'AWS') return [];
  return [`CAL-204 OpenShift on AWS: allow ${portsOf(spec).join(', ')} between all nodes in their security groups`];
}

function portsOf({ calicoNetwork: { bgp, ipPools = [] } }: SettledSpec): string[] {
  const wraps = (how: string): boolean => ipPools.some(({ encapsulation }) => encapsulation.startsWith(how));
  return [
    'TCP 5473 (Typha)',
    ...(bgp === 'Enabled' ? ['TCP 179 (BGP)'] : []),
    ...(wraps('IPIP') ? ['IP protocol 4 (IPIP)'] : []),
    ...(wraps('VXLAN') ? ['UDP 4789 (VXLAN)'] : []),
  ];
}
