import { describe, expect, it } from '@jest/globals';
import { CustomResourceDefinition } from '../../src/k8s/kinds.ts';
import type { JobEnding } from '../../tools/sim/pre-delete-job.ts';
import { makes } from '../../tools/sim/scenarios/orders.ts';
import { parts } from '../../tools/sim/scenarios/parts.ts';
import { SimWorld } from '../../tools/sim/world.ts';

async function installed(): Promise<SimWorld> {
  const world = new SimWorld({ seed: 1, nodes: 2 });
  await makes(world, parts);
  return world;
}

/** Lets time pass until the job has ended. */
async function endOf(world: SimWorld, job: Promise<JobEnding>): Promise<JobEnding | undefined> {
  let ending: JobEnding | undefined;
  void job.then((how) => (ending = how));
  await world.eventually('the job has ended', () => ending !== undefined);
  return ending;
}

const isEmpty = (world: SimWorld): boolean =>
  parts.every(({ type, name }) => world.admin.get(type, { name }) === undefined) &&
  !world.hasNamespace('calico-system');

describe('operator -pre-delete', () => {
  it('deletes the custom resources of all parts, and ends when Calico is gone', async () => {
    const world = await installed();
    expect(await endOf(world, world.preDeletes())).toBe('done');
    await world.eventually('nothing is left', () => isEmpty(world));
    expect(await endOf(world, world.preDeletes())).toBe('done');
    world.freeze();
  });

  it.each([0, 5, 20, 60, 150, 600, 2_500])('goes on when it is killed after %d ms', async (ms) => {
    const world = await installed();
    const killed = new AbortController();
    void world.preDeletes(killed.signal);
    await world.scheduler.pass(ms);
    killed.abort();
    expect(await endOf(world, world.preDeletes())).toBe('done');
    await world.eventually('nothing is left', () => isEmpty(world));
    world.freeze();
  });

  it('has nothing to do where nothing is, not even CRDs', async () => {
    const world = new SimWorld({ seed: 1, nodes: 1 });
    expect(await endOf(world, world.preDeletes())).toBe('done');
    for (const crd of world.admin.list(CustomResourceDefinition)) world.admin.delete(CustomResourceDefinition, crd);
    await world.scheduler.pass(1_000);
    expect(await endOf(world, world.preDeletes())).toBe('done');
  });

  it('ends with what holds the Installation where no operator takes it down', async () => {
    const world = await installed();
    await world.stopsTheOperator();
    const ending = await endOf(world, world.preDeletes());
    expect(String(ending)).toMatch(/Installation default is held by .*tigera\.io\/operator-cleanup/);
  });
});
