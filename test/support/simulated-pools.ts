import type { IpPoolEntry } from '../../src/crds/installation/ip-pool.ts';
import type { IpPool } from '../../src/crds/kinds.ts';
import type { KubeObject } from '../../src/k8s/object.ts';
import type { History } from '../../tools/observer/history.ts';
import { answers } from '../../tools/sim/controllers/aggregation.ts';
import { aggregatedCluster } from '../../tools/sim/scenarios/aggregated.ts';
import type { SimOptions, SimWorld } from '../../tools/sim/world.ts';
import type { PoolAccess, PoolCluster, PoolFlavour } from './pool-edits.ts';
import { behindCalico, isPool } from './stored-pools.ts';

/** A cluster in which pools are kept so. */
export function optionsOf(flavour: PoolFlavour): SimOptions {
  return { seed: 1, nodes: 1, ...(flavour === 'v1' && aggregatedCluster()) };
}

/** The simulation as those see it who edit pools. */
export function poolsOf(world: SimWorld, flavour: PoolFlavour): PoolCluster {
  const { admin, scheduler } = world;
  const access: PoolAccess = {
    list: (type) => Promise.resolve(admin.list(type)),
    create: (type, object) => Promise.resolve(admin.create(type, object)),
    patch: (type, name, body) => Promise.resolve(admin.patch(type, { name }, body)),
    delete: (type, object) => Promise.resolve(admin.delete(type, object)),
  };
  const common = {
    lists: (entries: readonly IpPoolEntry[] | undefined) =>
      Promise.resolve(world.appliesInstallation(installation(entries))),
    passes: (ms: number) => scheduler.pass(ms),
  };
  if (flavour === 'v3') return { ...access, ...common };
  // Its pods go with the node that they are on.
  const calicoAnswers = (isThere: boolean): Promise<void> => Promise.resolve(world.setsNodeReady(0, isThere));
  return { ...behindCalico(access, () => answers(admin.server)), ...common, calicoAnswers };
}

function installation(ipPools: readonly IpPoolEntry[] | undefined): object {
  return { cni: { type: 'Calico' }, calicoNetwork: ipPools === undefined ? {} : { ipPools } };
}

/** Pools that a status says were disabled by users, and that the operator has disabled itself. */
export function wronglyBlamed({ changes }: History, said: string): string[] {
  const names = [...said.matchAll(/CAL-109 IPPool (\S+) was disabled/g)].map(([, name]) => name);
  const disablings = changes.filter(
    ({ resource, object, before }) => isPool(resource) && isOff(object) && !isOff(before),
  );
  return [...new Set(names)].flatMap((name) => {
    const last = disablings.findLast(({ object }) => object.metadata.name === name);
    return last?.request === undefined ? [] : [`${String(name)} was disabled by the operator, not by somebody else`];
  });
}

function isOff(pool: KubeObject | undefined): boolean {
  return (pool as IpPool | undefined)?.spec.disabled === true;
}
