import type { ImageSet } from '../../../src/crds/imageset.ts';
import { ApiServers, Goldmanes, ImageSets, Installations } from '../../../src/crds/kinds.ts';
import {
  ConfigMap,
  CustomResourceDefinition,
  DaemonSet,
  Deployment,
  Namespace,
  Secret,
} from '../../../src/k8s/kinds.ts';
import type { KubeObject, NamespacedName, ResourceType } from '../../../src/k8s/object.ts';
import { CALICO_VERSION } from '../../../src/renderers/shared/images.ts';
import type { SimWorld } from '../world.ts';
import { tunnelSecret } from './parts.ts';

/** What may be wrong with a cluster on the day on which Calico is removed, made so. */
export type Breakage = (world: SimWorld) => Promise<void> | void;

const finalizer = 'example.com/stuck';
/** How long somebody else's finalizer holds an object. */
export const heldMs = 20_000;

const inSystem = (name: string): NamespacedName => ({ namespace: 'calico-system', name });
const inOperators = (name: string): NamespacedName => ({ namespace: 'tigera-operator', name });

/** Removal must need none of what is broken here. */
export const breakages: Readonly<Record<string, Breakage>> = {
  'a range that is none': (world) => refuses(world, { calicoNetwork: { ipPools: [{ cidr: 'not a range' }] } }),
  'pools that overlap': (world) =>
    refuses(world, { calicoNetwork: { ipPools: [{ cidr: '10.0.0.0/16' }, { cidr: '10.0.0.0/8' }] } }),
  'settings that exclude each other': (world) =>
    refuses(world, { calicoNetwork: { bgp: 'Disabled', ipPools: [{ cidr: '10.0.0.0/16', encapsulation: 'IPIP' }] } }),
  'a pull secret that nobody has': (world) => refuses(world, { imagePullSecrets: [{ name: 'nobody-has-it' }] }),
  'an ImageSet without images': (world) => {
    const metadata = { name: `calico-${CALICO_VERSION}` };
    const set: ImageSet = { apiVersion: 'operator.tigera.io/v1', kind: 'ImageSet', metadata, spec: { images: [] } };
    world.admin.create(ImageSets, set);
  },
  'a certificate of the user that is none': (world) => {
    world.deletes(Secret, inOperators('typha-certs'));
    const data = { 'tls.crt': 'bm9uZQ==', 'tls.key': 'bm9uZQ==' };
    const secret: KubeObject & { data: object } = { ...tunnelSecret, metadata: inOperators('typha-certs'), data };
    world.admin.create(Secret, secret);
  },
  'no certificate authority': (world) => world.deletes(Secret, inOperators('tigera-ca-private')),
  'a Namespace that is being deleted': deletesNamespace,
  'no CRD of the Installation': (world) =>
    world.deletes(CustomResourceDefinition, { name: 'installations.operator.tigera.io' }),
  'no CRD of Goldmane': (world) => world.deletes(CustomResourceDefinition, { name: 'goldmanes.operator.tigera.io' }),
  'a Goldmane that is refused': (world) => world.applies(Goldmanes, { metricsPort: 7443 }),
  'two APIServers': (world) => world.applies(ApiServers, {}, 'tigera-secure'),
  'no secret for the tunnel': (world) => world.deletes(Secret, inOperators(tunnelSecret.metadata.name)),
  'a Deployment that somebody holds': (world) => holds(world, Deployment, inSystem('calico-kube-controllers')),
  'a DaemonSet that somebody holds': (world) => holds(world, DaemonSet, inSystem('calico-node')),
  'a Namespace that somebody holds': (world) => holds(world, Namespace, { name: 'calico-system' }),
  'an Installation that somebody holds': (world) => holds(world, Installations, { name: 'default' }),
  'no bundle of what is trusted': (world) => world.deletes(ConfigMap, inSystem('tigera-ca-bundle')),
  'no operator for a while': async (world) => {
    await world.stopsTheOperator();
    world.scheduler.after(10_000, () => world.startsTheOperator());
  },
};

/** A spec that is refused, and time in which everybody hears of it. */
async function refuses(world: SimWorld, spec: Parameters<SimWorld['appliesInstallation']>[0]): Promise<void> {
  world.appliesInstallation(spec);
  await world.scheduler.pass(2_000);
}

/** Somebody deletes the namespace of what is installed. */
export function deletesNamespace(world: SimWorld): void {
  world.deletes(Namespace, { name: 'calico-system' });
}

function holds(world: SimWorld, type: ResourceType, target: NamespacedName): void {
  const live = world.admin.get(type, target);
  if (live === undefined) return;
  const finalizers = [...(live.metadata.finalizers ?? []), finalizer];
  world.admin.patch(type, target, { metadata: { finalizers } });
  world.scheduler.after(heldMs, () => world.admin.release(type, live, finalizer));
}

/** What users have made for it goes with them. */
export function tidies(world: SimWorld): void {
  world.deletes(ImageSets, { name: `calico-${CALICO_VERSION}` });
  world.deletes(ApiServers, { name: 'tigera-secure' });
}
