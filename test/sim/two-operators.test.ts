import { describe, expect, it } from '@jest/globals';
import { ConfigMap } from '../../src/k8s/kinds.ts';
import { resourceTypeOf } from '../../src/reconcilers/cluster/resource-types.ts';
import { accessOfSecond } from '../../tools/cluster/second-operator.ts';
import { usualFacts } from '../../tools/observer/facts.ts';
import { isWriteRequest } from '../../tools/observer/history.ts';
import { oneActiveOperator } from '../../tools/observer/invariants/i19-one-operator.ts';
import { SimWorld } from '../../tools/sim/world.ts';

const [first, second] = ['tigera-operator', 'other-operator'];
const claim = { namespace: 'calico-system', name: 'active-operator' };

/** A cluster in which operators may run in two namespaces. */
function aWorld(seed: number): SimWorld {
  const world = new SimWorld({ seed, nodes: 2 });
  for (const object of accessOfSecond(process.cwd(), second)) world.admin.create(resourceTypeOf(object), object);
  return world;
}

function handsOver(world: SimWorld, namespace: string): void {
  world.admin.patch(ConfigMap, claim, { data: { 'active-namespace': namespace } });
}

function active(world: SimWorld): string | undefined {
  const live = world.admin.get(ConfigMap, claim) as { data?: Record<string, string> } | undefined;
  return live?.data?.['active-namespace'];
}

/** Namespaces whose operators wrote something that users own since a moment. */
function writers({ history }: SimWorld, since: number): string[] {
  const writes = history.requests.filter((request) => request.at > since && isWriteRequest(request));
  const counted = writes.filter(
    ({ resource }) => !['leases', 'events', 'selfsubjectaccessreviews'].includes(resource.plural),
  );
  return [...new Set(counted.map(({ user }) => user.split(':')[2] ?? ''))];
}

function says({ history }: SimWorld, text: string): boolean {
  return history.all.some((each) => each.kind === 'log' && each.line.includes(text));
}

describe('two operators in two namespaces', () => {
  it('of which one is named: the other stands by, until the ConfigMap names it, and says so', async () => {
    const world = aWorld(1);
    world.startsTheOperator();
    world.appliesInstallation();
    await world.becomesAvailable();
    world.startsTheOperator({ namespace: second });
    await world.scheduler.pass(60_000);
    expect(says(world, 'this one stands by')).toBe(true);
    for (const named of [second, first, second]) {
      handsOver(world, named);
      await world.scheduler.pass(10_000);
      const since = world.scheduler.now;
      world.appliesInstallation({ nodeMetricsPort: 9000 + Math.round(since / 1000) });
      await world.becomesAvailable();
      expect(writers(world, since)).toEqual([named]);
    }
    expect(oneActiveOperator.check(world.history, usualFacts)).toEqual([]);
    const events = world.history.changes.filter(({ object }) => JSON.stringify(object).includes('StandingBy'));
    expect(events.length).toBeGreaterThan(0);
  });

  it.each([1, 2, 3, 4, 5, 6])('of which none is named: one of them acts in the end, seed %d', async (seed) => {
    const world = aWorld(seed);
    world.startsTheOperator();
    world.startsTheOperator({ namespace: second });
    world.appliesInstallation();
    await world.becomesAvailable();
    await world.scheduler.pass(60_000);
    const since = world.scheduler.now;
    world.appliesInstallation({ nodeMetricsPort: 9091 });
    await world.becomesAvailable();
    expect(writers(world, since)).toEqual([active(world)]);
    expect(oneActiveOperator.check(world.history, usualFacts)).toEqual([]);
  });
});
