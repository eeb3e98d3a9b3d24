import type { NodeAddressAutodetection } from '../../crds/installation/calico-network.ts';
import type { EnvVar } from '../../crds/generated/core.gen.ts';
import type { SettledSpec } from '../../crds/installation/spec.ts';
import { env, envWhen } from './env.ts';

/** How calico-node finds the addresses of its node (https://docs.tigera.io/calico/latest/networking/ipam/ip-autodetection). */
export function addressEnv({ calicoNetwork }: SettledSpec): EnvVar[] {
  const { bgp, mtu } = calicoNetwork;
  const v4 = autodetectionMethod(calicoNetwork.nodeAddressAutodetectionV4);
  const v6 = autodetectionMethod(calicoNetwork.nodeAddressAutodetectionV6);
  return [
    ...familyEnv('IP', v4),
    ...familyEnv('IP6', v6),
    env('FELIX_IPV6SUPPORT', v6 !== undefined),
    // A BGP router is named by an IPv4 address; without one, by a hash of the node's name.
    ...envWhen(v4 === undefined && v6 !== undefined && bgp === 'Enabled', env('CALICO_ROUTER_ID', 'hash')),
    ...(v6 === undefined || mtu === undefined ? [] : [env('FELIX_VXLANMTUV6', mtu), env('FELIX_WIREGUARDMTUV6', mtu)]),
  ];
}

function familyEnv(variable: 'IP' | 'IP6', method: string | undefined): EnvVar[] {
  if (method === undefined) return [env(variable, 'none')];
  return [env(variable, 'autodetect'), env(`${variable}_AUTODETECTION_METHOD`, method)];
}

/** The method as calico-node spells it; undefined turns the family off. */
function autodetectionMethod(autodetection: NodeAddressAutodetection = {}): string | undefined {
  const { canReach, cidrs, firstFound, skipInterface, kubernetes } = autodetection;
  if (autodetection.interface) return `interface=${autodetection.interface}`;
  if (skipInterface) return `skip-interface=${skipInterface}`;
  if (canReach) return `can-reach=${canReach}`;
  if (firstFound === true) return 'first-found';
  if (cidrs !== undefined && cidrs.length > 0) return `cidr=${cidrs.join(',')}`;
  return kubernetes === 'NodeInternalIP' ? 'kubernetes-internal-ip' : undefined;
}
