import * as kinds from '../../crds/kinds.ts';
import type { Discovery } from '../../k8s/discovery.ts';
import type { CalicoApiGroup } from '../../renderers/input.ts';

/** Without these no controller can begin. */
const always = [kinds.Installations, kinds.TigeraStatuses, kinds.ImageSets];
const ofCalico = [
  kinds.IpPools,
  kinds.FelixConfigurations,
  kinds.BgpConfigurations,
  kinds.KubeControllersConfigurations,
  kinds.IpamConfigurations,
  kinds.Tiers,
  kinds.NetworkPolicies,
  kinds.GlobalNetworkPolicies,
];

/** CRDs that the operator needs and the API server does not serve, by name, sorted. Rejects as the client does. */
export async function missingKinds(discovery: Discovery, calicoApi: CalicoApiGroup): Promise<string[]> {
  const needed = calicoApi === 'projectcalico.org/v3' ? [...always, ...ofCalico] : always;
  const missing: string[] = [];
  for (const kind of needed) {
    if ((await discovery.serving(kind)) === 'absent') missing.push(`${kind.plural}.${kind.group}`);
  }
  return missing.toSorted();
}
