import { beforeEach, describe, expect, it } from '@jest/globals';
import { isWriteRequest, type RequestMade } from '../../tools/observer/history.ts';
import { installs } from '../../tools/sim/scenarios/teardown.ts';
import { SimWorld } from '../../tools/sim/world.ts';

const minutes = 60_000;
let world: SimWorld;

beforeEach(async () => {
  world = new SimWorld({ seed: 3 });
  await installs(world);
  await world.scheduler.pass(minutes);
});

/** Requests since a moment, those for the lease aside. */
function requestsSince(at: number): RequestMade[] {
  return world.history.requests.filter((request) => request.at > at && request.resource.plural !== 'leases');
}

describe('a cluster at rest', () => {
  it('hears nothing of the operator but watches that go on', async () => {
    const start = world.scheduler.now;
    await world.scheduler.pass(15 * minutes);
    expect(requestsSince(start).filter(({ verb }) => verb !== 'watch')).toEqual([]);
  });

  it('renews watches at different times, and never more than one a second', async () => {
    const start = world.scheduler.now;
    await world.scheduler.pass(15 * minutes);
    const times = requestsSince(start).map(({ at }) => Math.floor(at / 1000));
    expect(times.length).toBeGreaterThan(30);
    expect(times.length / (15 * 60)).toBeLessThan(0.2);
  });
});

describe('a restart', () => {
  it('writes nothing that the cluster already has', async () => {
    const start = world.scheduler.now;
    await world.stopsTheOperator();
    world.startsTheOperator();
    await world.scheduler.pass(2 * minutes);
    const writes = requestsSince(start).filter(isWriteRequest);
    expect(writes.map(({ verb, resource }) => `${verb} ${resource.plural}`)).toEqual([
      'create selfsubjectaccessreviews',
    ]);
  });

  it('reads each kind once', async () => {
    const start = world.scheduler.now;
    await world.stopsTheOperator();
    world.startsTheOperator();
    await world.scheduler.pass(2 * minutes);
    const lists = requestsSince(start).filter(({ verb }) => verb === 'watch' || verb === 'list');
    expect(new Set(lists.map(({ path }) => path.replace(/timeoutSeconds=\d+/, ''))).size).toBe(lists.length);
  });
});
