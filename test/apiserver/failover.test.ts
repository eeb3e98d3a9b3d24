import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Replica } from '../../tools/cluster/test-cluster.ts';
import { Replicas } from '../support/replicas.ts';
import { World } from '../support/world.ts';

describe('two replicas on a real control plane', () => {
  let world: World;
  let replicas: Replicas;
  let first: Replica;
  let second: Replica;

  beforeAll(async () => {
    world = await World.create(2);
    replicas = new Replicas(world);
    first = await replicas.starts('operator-a');
    await replicas.writesFirst(first, 0);
    second = await replicas.starts('operator-b');
    await world.appliesInstallation();
    await world.becomesAvailable();
    replicas.keepsBusy();
  });

  afterAll(async () => {
    await replicas.ends();
    await world.destroy();
  });

  it('hand over when the leader is asked to end, which ends well', async () => {
    const since = Date.now();
    expect(await first.process.stop('SIGTERM')).toBe(0);
    await replicas.writesFirst(second, since);
    await replicas.writesFirst(second, since, 'objects');
    expect(await replicas.overlaps()).toEqual([]);
  });

  it('hand over when the leader is killed', async () => {
    const third = await replicas.starts('operator-c');
    const since = Date.now();
    await second.process.stop('SIGKILL');
    await replicas.writesFirst(third, since);
    await replicas.writesFirst(third, since, 'objects');
    expect(await replicas.overlaps()).toEqual([]);
    await replicas.rests();
    await world.becomesAvailable();
  });
});
