import { TigeraStatuses } from '../../../src/crds/kinds.ts';
import { Secret } from '../../../src/k8s/kinds.ts';
import type { SimWorld } from '../world.ts';
import { parts, titleOf, tunnelSecret, type Part } from './parts.ts';
import type { Scenario } from './scenario.ts';
import { isRemoved } from './teardown.ts';

/** Sometimes all come at once, sometimes each is up before the next. */
const pausesMs = [0, 0, 100, 700, 4_000] as const;

/** All parts are made in an order. */
export function madeIn(order: readonly Part[]): Scenario {
  return {
    name: `made: ${titleOf(order)}`,
    says: 'all parts are made in this order',
    nodes: 2,
    story: (world) => makes(world, order),
  };
}

/** All parts are made in the usual order, and deleted in this one. */
export function deletedIn(order: readonly Part[]): Scenario {
  return {
    name: `deleted: ${titleOf(order)}`,
    says: 'all parts are deleted in this order',
    nodes: 2,
    story: async (world) => {
      await makes(world, parts);
      for (const { type, name } of order) {
        world.deletes(type, { name });
        await pauses(world);
      }
      await isRemoved(world);
      await world.eventually('no part is left', () => parts.every((part) => !isThere(world, part)));
      await world.eventually('no status is left', () => world.admin.list(TigeraStatuses).length === 0);
    },
  };
}

/** Makes all parts in an order, and waits until they are available. */
export async function makes(world: SimWorld, order: readonly Part[]): Promise<void> {
  world.admin.create(Secret, tunnelSecret);
  world.startsTheOperator();
  for (const { type, name, spec } of order) {
    world.applies(type, spec, name);
    await pauses(world);
  }
  await arePartsAvailable(world);
}

/** Waits until every part is available. */
export async function arePartsAvailable(world: SimWorld): Promise<void> {
  await world.eventually('all parts are available', () =>
    parts.every(({ status }) => world.condition(status, 'Available')?.status === 'True'),
  );
}

async function pauses(world: SimWorld): Promise<void> {
  await world.scheduler.pass(world.chance.pick(pausesMs));
}

function isThere(world: SimWorld, { type, name }: Part): boolean {
  return world.admin.get(type, { name }) !== undefined;
}
