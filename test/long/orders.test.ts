import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import * as kinds from '../../src/crds/kinds.ts';
import { describeRequest, isForbidden } from '../../tools/cluster/audit-log.ts';
import {
  evenly,
  objectOf,
  ordersOf,
  parts,
  titleOf,
  tunnelSecret,
  type Part,
} from '../../tools/sim/scenarios/parts.ts';
import { ownedObjects, World } from '../support/world.ts';

/** Garbage collection takes a second or two. */
const restMs = 3_000;
const statuses = parts.map(({ status }) => status);

describe('all parts on a real control plane', () => {
  let world: World;
  /** What is there once all parts are, and once none is any more, in the usual order. */
  let usual: { readonly made: object; readonly deleted: object } | undefined;

  beforeAll(async () => {
    world = await World.create(2);
    world.startsTheOperator();
    await world.cluster.apply(tunnelSecret);
  });

  afterAll(() => world.destroy());

  async function makes(order: readonly Part[]): Promise<void> {
    for (const part of order) await world.cluster.admin.create(part.type, objectOf(part));
    await world.becomesAvailable('calico', 'ippools', 'tiers');
    await world.eventually('all parts are available', async () => {
      const conditions = await Promise.all(statuses.map((name) => world.condition(name, 'Available')));
      return conditions.every((condition) => condition?.status === 'True');
    });
  }

  async function deletes(order: readonly Part[]): Promise<void> {
    for (const { type, name } of order) await world.deletes(type, { name });
    await world.uninstalls();
    await world.eventually('no status is left', async () => {
      return (await world.cluster.admin.list(kinds.TigeraStatuses)).items.length === 0;
    });
  }

  /** What the operator owns once garbage collection has come to rest, too. */
  async function atRest(): Promise<object> {
    let last: object = {};
    await world.eventually('nothing changes any more', async () => {
      const before = last;
      await pause(restMs);
      last = await ownedObjects(world);
      return isDeepStrictEqual(last, before);
    });
    return last;
  }

  it.each(evenly(ordersOf(parts), 10).map((order) => [titleOf(order), order] as const))(
    'end alike in the order %s',
    async (_title, order: Part[]) => {
      await makes(order);
      const made = await atRest();
      await deletes(order);
      const end = { made, deleted: await atRest() };
      usual ??= end;
      expect(end).toEqual(usual);
    },
  );

  it('ask for nothing that the operator may not do', async () => {
    expect((await world.requests()).filter(isForbidden).map(describeRequest)).toEqual([]);
  });
});
