import * as kinds from '../../crds/kinds.ts';
import { settingsKinds } from '../../crds/settings-kinds.ts';
import type { Discovery } from '../../k8s/discovery.ts';
import type { CalicoApiGroup } from '../../renderers/input.ts';

/** Without these no controller can begin. */
const always = [kinds.Installations, kinds.TigeraStatuses, kinds.ImageSets];
/** What is served by CRDs or, behind those of v1, by Calico's own API server, which comes later. */
const ofUsers = [kinds.IpamConfigurations, kinds.Tiers, kinds.NetworkPolicies, kinds.GlobalNetworkPolicies];

/** CRDs that the operator needs and the API server does not serve, by name, sorted. Rejects as the client does. */
export async function missingKinds(discovery: Discovery, calicoApi: CalicoApiGroup): Promise<string[]> {
  const { ipPools, felixConfigurations, bgpConfigurations, kubeControllersConfigurations } = settingsKinds(calicoApi);
  const settings = [ipPools, felixConfigurations, bgpConfigurations, kubeControllersConfigurations];
  const needed = [...always, ...settings, ...(calicoApi === 'projectcalico.org/v3' ? ofUsers : [])];
  const missing: string[] = [];
  for (const kind of needed) {
    if ((await discovery.serving(kind)) === 'absent') missing.push(`${kind.plural}.${kind.group}`);
  }
  return missing.toSorted();
}
