import type { KubernetesProvider } from '../../crds/installation/spec.ts';
import { KUBE_SYSTEM, OPENSHIFT_DNS } from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';

/** The Service behind which the cluster's DNS is. */
export interface DnsService {
  /** `namespace/name`: platforms have their own. */
  readonly name: string;
  /** Its addresses; empty where it is not there, or is headless. */
  readonly addresses: readonly string[];
}

/** Cluster DNS as the watch shows it. */
export function loadDnsService({ cluster }: ReconcileContext, provider: KubernetesProvider): DnsService {
  const name = names[provider] ?? `${KUBE_SYSTEM}/kube-dns`;
  const services = provider === 'OpenShift' ? cluster.openShiftDnsServices : cluster.systemServices;
  return { name, addresses: services?.get(name)?.clusterIps ?? [] };
}

const names: Readonly<Partial<Record<KubernetesProvider, string>>> = {
  OpenShift: `${OPENSHIFT_DNS}/dns-default`,
  RKE2: `${KUBE_SYSTEM}/rke2-coredns-rke2-coredns`,
};
