import { problemIf } from '../../problem.ts';
import type { CniType, IpamType, KubernetesProvider } from '../spec.ts';
import type { Rule } from './rule.ts';

const ipamOfCni: Readonly<Record<CniType, readonly IpamType[]>> = {
  Calico: ['Calico', 'HostLocal'],
  GKE: ['HostLocal'],
  AmazonVPC: ['AmazonVPC'],
  AzureVNET: ['AzureVNET'],
};

const providerOfCni: Readonly<Record<CniType, KubernetesProvider | undefined>> = {
  Calico: undefined,
  GKE: 'GKE',
  AmazonVPC: 'EKS',
  AzureVNET: 'AKS',
};

const providerAgreesWithCluster: Rule = ({ kubernetesProvider }, { detectedProvider }) =>
  problemIf(detectedProvider !== '' && kubernetesProvider !== '' && kubernetesProvider !== detectedProvider, {
    path: 'spec.kubernetesProvider',
    value: kubernetesProvider,
    message: `contradicts the cluster, which is ${detectedProvider}; remove the field or set ${detectedProvider}`,
  });

const ipamFitsCni: Rule = ({ cni }) => {
  const allowed = ipamOfCni[cni.type];
  return problemIf(!allowed.includes(cni.ipam.type), {
    path: 'spec.cni.ipam.type',
    value: cni.ipam.type,
    message: `does not work with spec.cni.type ${cni.type}; set ${allowed.join(' or ')}`,
  });
};

const cniFitsProvider: Rule = ({ cni, kubernetesProvider }) => {
  const home = providerOfCni[cni.type];
  const fits = home === undefined || kubernetesProvider === '' || kubernetesProvider === home;
  return problemIf(!fits, {
    path: 'spec.cni.type',
    value: cni.type,
    message: `works on ${home} only, but spec.kubernetesProvider is ${kubernetesProvider}; set Calico, or the platform right`,
  });
};

const azureOnAksOnly: Rule = ({ azure, kubernetesProvider }) =>
  problemIf(azure !== undefined && kubernetesProvider !== 'AKS', {
    path: 'spec.azure',
    value: azure,
    message: 'is for AKS only; remove it, or set spec.kubernetesProvider to AKS, which is not detected',
  });

const noFipsForEnterprise: Rule = ({ fipsMode, variant }) =>
  problemIf(fipsMode === 'Enabled' && variant !== 'Calico', {
    path: 'spec.fipsMode',
    value: fipsMode,
    message: `is not available with variant ${variant}; set Disabled`,
  });

/** The platform, and what it allows. */
export const platformRules: readonly Rule[] = [
  providerAgreesWithCluster,
  ipamFitsCni,
  cniFitsProvider,
  azureOnAksOnly,
  noFipsForEnterprise,
];
