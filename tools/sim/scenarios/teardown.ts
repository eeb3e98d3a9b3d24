import { Installations } from '../../../src/crds/kinds.ts';
import { Namespace, Secret } from '../../../src/k8s/kinds.ts';
import { incarnationOf } from '../../../src/k8s/object.ts';
import type { SimWorld } from '../world.ts';

/** A way in which somebody removes Calico, and what they did before. */
export interface Removal {
  readonly title: string;
  readonly story: (world: SimWorld) => Promise<void>;
}

/** Waits for the end of a removal that has begun. */
export async function isRemoved(world: SimWorld): Promise<void> {
  await world.eventually('the Installation is gone', () => world.installation() === undefined);
  await world.eventually('calico-system is gone', () => !world.hasNamespace('calico-system'));
}

export async function installs(world: SimWorld): Promise<void> {
  world.startsTheOperator();
  world.appliesInstallation();
  await world.becomesAvailable();
}

/** Installs, does something, and removes. */
function after(what: string, prepare: (world: SimWorld) => Promise<void> | void): Removal {
  return {
    title: `removal after ${what}`,
    story: async (world) => {
      await installs(world);
      await prepare(world);
      world.deletesInstallation();
      await isRemoved(world);
    },
  };
}

/** Removes in the middle of an installation. */
function during(ms: number): Removal {
  return {
    title: `removal ${ms} ms after the start of an installation`,
    story: async (world) => {
      world.startsTheOperator();
      world.appliesInstallation();
      await world.scheduler.pass(ms);
      world.deletesInstallation();
      await isRemoved(world);
    },
  };
}

function withPropagation(propagation: 'Foreground' | 'Background'): Removal {
  return {
    title: `removal with propagation ${propagation}`,
    story: async (world) => {
      await installs(world);
      const live = world.installation();
      if (live !== undefined) world.admin.delete(Installations, live, propagation);
      await isRemoved(world);
    },
  };
}

function deletesNamespace(world: SimWorld): void {
  const live = world.admin.get(Namespace, { name: 'calico-system' });
  if (live !== undefined) world.admin.delete(Namespace, live);
}

function deletesSecret(world: SimWorld, name: string): void {
  const live = world.admin.get(Secret, { namespace: 'tigera-operator', name });
  if (live !== undefined)
    world.admin.delete(Secret, { ...live, metadata: { ...live.metadata, ...incarnationOf(live) } });
}

/** What a removal must not need: a good spec, secrets, nodes, a namespace, an operator that was there all the time. */
export const removals: readonly Removal[] = [
  after('an edit that is refused', (world) =>
    world.appliesInstallation({ calicoNetwork: { ipPools: [{ cidr: 'not a range' }] } }),
  ),
  after('a pull secret that does not exist', (world) =>
    world.appliesInstallation({ imagePullSecrets: [{ name: 'nobody-has-it' }] }),
  ),
  after('the certificate authority was deleted', (world) => deletesSecret(world, 'tigera-ca-private')),
  after('the namespace was deleted', deletesNamespace),
  after('the operator was killed', (world) => {
    world.operator?.kill();
    world.scheduler.after(5_000, () => world.startsTheOperator());
  }),
  after('the operator was stopped', async (world) => {
    await world.stopsTheOperator();
    world.scheduler.after(5_000, () => world.startsTheOperator());
  }),
  after('an edit that is not rolled out yet', (world) => world.appliesInstallation({ nodeMetricsPort: 9091 })),
  withPropagation('Foreground'),
  withPropagation('Background'),
  ...[0, 20, 35, 50, 100, 300, 450, 470, 500, 1_000].map(during),
];
