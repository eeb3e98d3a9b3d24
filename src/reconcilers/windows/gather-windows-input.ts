import type { Installation, SettledSpec } from '../../crds/installation/spec.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import type { WindowsInput } from '../../renderers/input.ts';
import { nodeWindows } from '../../renderers/node-windows/index.ts';
import { imageReferences } from '../../renderers/shared/images.ts';
import { CALICO_SYSTEM, TIGERA_CA_BUNDLE } from '../../renderers/shared/names.ts';
import { requireCertificates } from '../certificates/require-certificates.ts';
import { loadDnsService } from '../cluster/dns-service.ts';
import { loadEndpoint } from '../cluster/user-config.ts';
import type { ReconcileContext } from '../context.ts';
import { chooseImageSet } from '../installation/image-set.ts';
import { ownerOf } from '../installation/load.ts';

/** All that Windows nodes are rendered from. Reads informers only; throws `Degraded` for what is not there yet. */
export function gatherWindowsInput(ctx: ReconcileContext, installation: Installation, spec: SettledSpec): WindowsInput {
  const { digests } = chooseImageSet(ctx.cluster.imageSets.list(), nodeWindows.images);
  const addresses = requireDnsAddresses(ctx, spec);
  const certs = requireCertificates(ctx);
  const felix = requireFelixSettings(ctx);
  requireBundle(ctx);
  return {
    spec,
    owner: ownerOf(installation),
    operator: ctx.settings.operator,
    calicoApi: ctx.settings.calicoApi,
    images: imageReferences(spec, digests),
    certs,
    felix,
    endpoint: loadEndpoint(ctx),
    dns: { addresses, clusterDomain: ctx.settings.clusterDomain },
  };
}

function requireDnsAddresses(ctx: ReconcileContext, { kubernetesProvider }: SettledSpec): readonly string[] {
  const { name, addresses } = loadDnsService(ctx, kubernetesProvider);
  if (addresses.length > 0) return addresses;
  const text = `waiting for Service ${name} to have an address: pods on Windows nodes ask it for names`;
  throw new Degraded('ResourceNotFound', text, { retry: 'on-watch' });
}

function requireFelixSettings({ cluster }: ReconcileContext): WindowsInput['felix'] {
  const { healthPort = 9099, vxlanVNI } = cluster.felixConfigurations.get('default')?.spec ?? {};
  if (vxlanVNI !== undefined) return { healthPort, vxlanVni: vxlanVNI };
  throw madeByCore('spec.vxlanVNI of FelixConfiguration default');
}

/** Pods mount it, and where it is, there is the namespace too. */
function requireBundle({ cluster }: ReconcileContext): void {
  const name = `${CALICO_SYSTEM}/${TIGERA_CA_BUNDLE}`;
  if (cluster.configMaps.get(name) === undefined) throw madeByCore(`ConfigMap ${name}`);
}

function madeByCore(what: string): Degraded {
  const text = `waiting for ${what}; "kubectl get tigerastatus calico" tells what stops the operator from making it`;
  return new Degraded('ResourceNotReady', text, { retry: 'on-watch' });
}
