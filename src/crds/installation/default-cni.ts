import type { DefaultingFacts } from './facts.ts';
import { CNI_OF_PROVIDER, IPAM_OF_CNI, cniDirectories } from './platform-defaults.ts';
import type { CniType, InstallationSpec, IpamType, KubernetesProvider, SettledCni } from './spec.ts';

type CniFacts = Pick<DefaultingFacts, 'awsNodePresent' | 'previous'>;

/** The CNI plugin with its defaults. */
export function settleCni({ cni }: InstallationSpec, provider: KubernetesProvider, facts: CniFacts): SettledCni {
  const type = cni?.type ?? detectedType(provider, facts);
  const directories = cniDirectories(provider);
  return {
    type,
    ipam: { type: cni?.ipam?.type ?? ipamFor(type, facts) },
    binDir: given(cni?.binDir) ?? directories.binDir,
    confDir: given(cni?.confDir) ?? directories.confDir,
  };
}

/** Once in effect a type sticks: to follow a detection that changed would take pods off the network. */
function detectedType(provider: KubernetesProvider, { awsNodePresent, previous }: CniFacts): CniType {
  if (previous?.cni !== undefined) return previous.cni.type;
  return awsNodePresent ? 'AmazonVPC' : (CNI_OF_PROVIDER[provider] ?? 'Calico');
}

/** IPAM in effect sticks with the CNI plugin that it was chosen for. */
function ipamFor(type: CniType, { previous }: CniFacts): IpamType {
  const before = previous?.cni?.type === type ? previous.cni.ipam?.type : undefined;
  return before ?? IPAM_OF_CNI[type];
}

function given(path: string | undefined): string | undefined {
  return path === '' ? undefined : path;
}
