/** Defaults that are data: what differs between platforms, and values that stale-defaults.ts must know again. */
import type { CniType, InstallationSpec, IpamType, KubernetesProvider, WindowsNodes } from './spec.ts';

type ByProvider<T> = Readonly<Partial<Record<KubernetesProvider, T>>>;

export const CNI_OF_PROVIDER: ByProvider<CniType> = { AKS: 'AzureVNET', EKS: 'AmazonVPC', GKE: 'GKE' };

export const IPAM_OF_CNI: Readonly<Record<CniType, IpamType>> = {
  Calico: 'Calico',
  GKE: 'HostLocal',
  AmazonVPC: 'AmazonVPC',
  AzureVNET: 'AzureVNET',
};

/** Where the CNI plugin lives on a node. */
export interface CniDirectories {
  readonly confDir: string;
  readonly binDir: string;
}

const cniDirectoriesOfProvider: ByProvider<CniDirectories> = {
  OpenShift: { confDir: '/var/run/multus/cni/net.d', binDir: '/var/lib/cni/bin' },
  GKE: { confDir: '/etc/cni/net.d', binDir: '/home/kubernetes/bin' },
};

export function cniDirectories(provider: KubernetesProvider): CniDirectories {
  return cniDirectoriesOfProvider[provider] ?? { confDir: '/etc/cni/net.d', binDir: '/opt/cni/bin' };
}

const flexVolumePaths: ByProvider<string> = {
  OpenShift: '/etc/kubernetes/kubelet-plugins/volume/exec/',
  GKE: '/home/kubernetes/flexvolume/',
  AKS: '/etc/kubernetes/volumeplugins/',
  RKE2: '/var/lib/kubelet/volumeplugins/',
};

/** Directory of FlexVolume drivers on a node. */
export function flexVolumePath(provider: KubernetesProvider): string {
  return flexVolumePaths[provider] ?? '/usr/libexec/kubernetes/kubelet-plugins/volume/exec/';
}

const windowsCniDirectories: ByProvider<Pick<WindowsNodes, 'cniBinDir' | 'cniConfigDir'>> = {
  AKS: { cniBinDir: '/k/azurecni/bin', cniConfigDir: '/k/azurecni/netconf' },
  EKS: { cniBinDir: '/Program Files/Amazon/EKS/cni', cniConfigDir: '/Program Files/Amazon/EKS/cni/config' },
};

/** Directories on Windows nodes. */
export function windowsDirectories(provider: KubernetesProvider): WindowsNodes {
  const general = { cniBinDir: '/opt/cni/bin', cniConfigDir: '/etc/cni/net.d' };
  return { ...(windowsCniDirectories[provider] ?? general), cniLogDir: '/var/log/calico/cni' };
}

/** Log settings of the CNI plugin. */
export const CNI_LOG_DEFAULTS = {
  logSeverity: 'Info',
  logFileMaxCount: 10,
  logFileMaxAgeDays: 30,
  logFileMaxSize: '100Mi',
} as const;

/** Typha stays off the virtual nodes of AKS, which have no host network. */
export const AKS_TYPHA_AFFINITY: NonNullable<InstallationSpec['typhaAffinity']> = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [
        {
          matchExpressions: [
            { key: 'type', operator: 'NotIn', values: ['virtual-node'] },
            { key: 'kubernetes.azure.com/cluster', operator: 'Exists' },
          ],
        },
      ],
    },
  },
};
