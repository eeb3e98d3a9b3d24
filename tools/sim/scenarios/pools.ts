import { IpamBlocks, IpPools } from '../../../src/crds/kinds.ts';
import type { SimWorld } from '../world.ts';
import { blockInUse } from './blocks.ts';

const v4 = { cidr: '10.1.0.0/16' };
const v6 = { cidr: 'FD00:0010:0:0::/56', natOutgoing: 'Enabled' as const };

/** Long enough for a look at the blocks of a pool that is to go. */
const drainMs = 10_000;

/** Pools of both families are installed, used, spelled in another way, edited, and one of them is drained. */
export async function respellsPools(world: SimWorld): Promise<void> {
  world.startsTheOperator();
  world.appliesInstallation({ calicoNetwork: { ipPools: [v4, v6] } });
  await world.becomesAvailable();
  for (const block of [blockInUse('10.1.0.0/26'), blockInUse('fd00:10::/122')]) world.admin.create(IpamBlocks, block);
  world.appliesInstallation({ calicoNetwork: { ipPools: [v4, { ...v6, cidr: 'fd00:10::/56' }] } });
  await world.becomesAvailable();
  const edited = [v4, v6].map((pool) => ({ ...pool, nodeSelector: 'has(role)' }));
  world.appliesInstallation({ calicoNetwork: { ipPools: edited } });
  await world.becomesAvailable();
  world.appliesInstallation({ calicoNetwork: { ipPools: [v4] } });
  await world.scheduler.pass(drainMs);
  for (const block of world.admin.list(IpamBlocks).filter(({ spec }) => spec.cidr.includes(':'))) {
    world.admin.delete(IpamBlocks, block);
  }
  await world.eventually('the pool is gone', () => world.admin.list(IpPools).length === 1);
}
