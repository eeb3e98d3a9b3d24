import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import type { IpPoolEntry } from '../../src/crds/installation/ip-pool.ts';
import { IpamBlocks, IpPools } from '../../src/crds/kinds.ts';
import { ApiError } from '../../src/k8s/errors.ts';
import { incarnationOf, type KubeObject, type ResourceType } from '../../src/k8s/object.ts';
import { exploration } from '../support/exploration.ts';
import { edit, poolHistory, untold, type PoolCluster, type PoolEdit } from '../support/pool-edits.ts';
import { World } from '../support/world.ts';

/** No test waits for the minute between two looks at the blocks of a pool. */
const mostMs = 7_000;
const statuses = ['Available', 'Progressing', 'Degraded'] as const;

/** The operator may have been faster: it makes, changes and deletes pools, too. */
async function unlessGone(answer: Promise<unknown>): Promise<void> {
  await answer.catch((error: unknown) => {
    if (error instanceof ApiError && [404, 409].includes(error.code)) return;
    throw error;
  });
}

describe('pools on a real control plane', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.create(1);
    world.startsTheOperator();
  });

  afterAll(() => world.destroy());

  const listAll = async <T extends KubeObject>(type: ResourceType<T>): Promise<readonly T[]> =>
    (await world.cluster.admin.list(type)).items;

  function lists(ipPools: readonly IpPoolEntry[] | undefined): Promise<unknown> {
    const calicoNetwork = ipPools === undefined ? {} : { ipPools: [...ipPools] };
    return world.appliesInstallation({ cni: { type: 'Calico' }, calicoNetwork });
  }

  /** The cluster as those see it who edit pools. */
  function cluster(): PoolCluster {
    const { admin } = world.cluster;
    return {
      list: listAll,
      create: (type, object) => unlessGone(admin.create(type, object)),
      patch: (type, name, body) => unlessGone(admin.patch(type, { name }, { type: 'merge', body })),
      delete: (type, object) => unlessGone(admin.delete(type, incarnationOf(object))),
      lists,
      passes: (ms) => pause(Math.min(ms, mostMs)),
    };
  }

  async function problems(last: readonly IpPoolEntry[]): Promise<string[]> {
    const said = await Promise.all(statuses.map(async (type) => (await world.condition('ippools', type))?.message));
    return untold(last, await listAll(IpPools), said.join('\n'));
  }

  async function live(edits: readonly PoolEdit[], last: readonly IpPoolEntry[]): Promise<void> {
    for (const type of [IpPools, IpamBlocks]) {
      for (const { metadata } of await listAll<KubeObject>(type)) await world.deletes(type, metadata);
    }
    for (const each of edits) await edit(cluster(), each);
    await lists(last);
    const isRight = async (): Promise<boolean> => (await problems(last)).length === 0;
    await world.eventually('all is as listed, or told', isRight).catch(async () => {
      expect(await problems(last)).toEqual([]);
    });
  }

  it('end as the last Installation lists them, or the status says why not', async () => {
    const property = fc.asyncProperty(poolHistory, ({ edits, last }) => live(edits, last));
    await fc.assert(property, exploration(1));
  });

  it('are left alone when the list goes, and their spelling is not written again', async () => {
    await live([], [{ cidr: 'FD00:0010:0:0::/56' }]);
    const before = await listAll(IpPools);
    await lists([{ cidr: 'fd00:10::/56' }]);
    await world.becomesAvailable('ippools');
    await lists(undefined);
    await world.becomesAvailable('ippools');
    expect(await listAll(IpPools)).toEqual(before);
  });
});
