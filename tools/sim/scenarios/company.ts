import { FelixConfigurations, Installations, IpPools } from '../../../src/crds/kinds.ts';
import { Namespace, ServiceAccount } from '../../../src/k8s/kinds.ts';
import type { KubeObject } from '../../../src/k8s/object.ts';
import type { SimWorld } from '../world.ts';
import { installs } from './teardown.ts';

const mark = { 'example.com/team': 'network' };
const finalizer = 'example.com/keep';
/** In which the operator hears that its status is there, and decides on finalizers; news of others come later. */
const knowsMs = 5;

/** What other controllers and people do to objects that the operator writes too, and that must stay as they left it. */
export async function sharesTheCluster(world: SimWorld): Promise<void> {
  givesPullSecretsToServiceAccounts(world);
  holdsTheInstallation(world);
  await installs(world);
  const namespace = world.admin.get(Namespace, { name: 'calico-system' });
  if (namespace !== undefined) world.admin.patch(Namespace, namespace.metadata, { metadata: marked(namespace) });
  world.admin.patch(FelixConfigurations, { name: 'default' }, { spec: { bpfLogLevel: 'Debug' } });
  world.admin.patch(IpPools, { name: 'default-ipv4-ippool' }, { spec: { disabled: true } });
  world.appliesInstallation({ nodeMetricsPort: 9091 });
  await world.becomesAvailable();
  await world.eventually('the Installation is still held', () =>
    (world.installation()?.metadata.finalizers ?? []).includes(finalizer),
  );
}

/** As OpenShift does: every ServiceAccount gets a pull secret soon after it is there. */
function givesPullSecretsToServiceAccounts(world: SimWorld): void {
  world.admin.onChange(({ resource, type, object }) => {
    if (resource.plural !== 'serviceaccounts' || type !== 'ADDED') return;
    const imagePullSecrets = [{ name: `${object.metadata.name}-dockercfg` }];
    world.scheduler.after(world.chance.between(1, 50), () => {
      world.admin.patch(ServiceAccount, object.metadata, { imagePullSecrets });
    });
  });
}

/**
 * Adds a finalizer, a label and an annotation once, at the worst moment: the operator has made its status and is about to
 * add finalizers of its own.
 */
function holdsTheInstallation(world: SimWorld): void {
  world.admin.onChange(({ resource, type, object }) => {
    if (resource.plural !== 'tigerastatuses' || type !== 'ADDED' || object.metadata.name !== 'calico') return;
    world.scheduler.after(knowsMs, () => {
      const live = world.installation();
      if (live === undefined) return;
      const finalizers = [...(live.metadata.finalizers ?? []), finalizer];
      world.admin.patch(Installations, live.metadata, { metadata: { ...marked(live), finalizers } });
    });
  });
}

function marked({ metadata }: KubeObject): object {
  return { labels: { ...metadata.labels, ...mark }, annotations: { ...metadata.annotations, ...mark } };
}
