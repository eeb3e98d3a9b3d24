import type { SettledSpec } from '../../crds/installation/spec.ts';

type CniType = SettledSpec['cni']['type'];

/** Prefix of the names that a CNI plugin gives to the pods' interfaces on the host; undefined is Calico's own `cali`. */
export function interfacePrefix(cni: CniType): string | undefined {
  const prefixes: Partial<Record<CniType, string>> = { AmazonVPC: 'eni', GKE: 'gke', AzureVNET: 'azv' };
  return prefixes[cni];
}

/** Whether pods get addresses of `podCIDR` of their Node. */
export function usesPodCidr({ cni }: Pick<SettledSpec, 'cni'>): boolean {
  return cni.ipam.type === 'HostLocal';
}
