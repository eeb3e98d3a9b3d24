import type { SettledSpec } from '../../crds/installation/spec.ts';
import { backendWithoutBgp } from '../shared/felix-env.ts';

/** What distributes routes between Windows nodes: BGP of Windows itself, VXLAN, or nothing of Calico's. */
export function windowsBackend({ cni, calicoNetwork }: SettledSpec): 'windows-bgp' | 'vxlan' | 'none' {
  return calicoNetwork.bgp === 'Enabled' ? 'windows-bgp' : backendWithoutBgp(cni);
}
