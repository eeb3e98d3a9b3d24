import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigMap, Event } from '../../src/k8s/kinds.ts';
import { accessOfSecond } from '../../tools/cluster/second-operator.ts';
import type { Replica } from '../../tools/cluster/test-cluster.ts';
import { FaultProxy } from '../../tools/faults/proxy/fault-proxy.ts';
import { parseRules } from '../../tools/faults/rules.ts';
import { logOf, Replicas } from '../support/replicas.ts';
import { World } from '../support/world.ts';

/** How often each hand-over is measured. */
const times = Number(process.env['TIMES'] ?? '5');
/** Longer than a lease lives. */
const stopMs = 25_000;

let world: World;
let replicas: Replicas;

beforeAll(async () => {
  world = await World.create(2);
});

afterAll(() => world.destroy());

describe('two replicas, one of which is in trouble', () => {
  let proxy: FaultProxy;
  let leader: Replica;

  beforeAll(async () => {
    proxy = await FaultProxy.start({ upstream: world.cluster.endpoint });
    replicas = new Replicas(world);
    leader = await replicas.starts('replica-0');
    await replicas.writesFirst(leader, 0);
    await world.appliesInstallation();
    await world.becomesAvailable();
    replicas.keepsBusy();
  });

  afterAll(async () => {
    await replicas.ends();
    await proxy.stop();
  });

  /** Another replica comes, the leader gets a signal: how long until the other leads, in milliseconds. */
  async function takesOver(signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP', number: string): Promise<number> {
    const next = await replicas.starts(`replica-${number}`);
    await world.eventually('it stands by', () => Promise.resolve(logOf(next).includes('Starting')));
    await pause(3_000);
    const since = Date.now();
    leader.process.signals(signal);
    const at = await replicas.writesFirst(next, since);
    await replicas.writesFirst(next, since, 'objects');
    leader = next;
    return at - since;
  }

  async function measured(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const took: number[] = [];
    for (let time = 1; time <= times; time++) took.push(await takesOver(signal, `${signal}-${time}`));
    const sorted = took.toSorted((left, right) => left - right);
    process.stderr.write(`hand-over after ${signal}: ${sorted.map((ms) => (ms / 1000).toFixed(1)).join(', ')} s\n`);
  }

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'hands over on %s, again and again, without an overlapping write',
    async (signal) => {
      await measured(signal);
      expect(await replicas.overlaps()).toEqual([]);
    },
    times * 60_000,
  );

  it('writes nothing when it goes on after it was stopped', async () => {
    const stopped = leader;
    await takesOver('SIGSTOP', 'after-stop');
    await pause(stopMs);
    stopped.process.signals('SIGCONT');
    expect(await stopped.process.ended).toBe(1);
    expect(await replicas.overlaps()).toEqual([]);
  });

  it('writes nothing when only its lease is out of reach', async () => {
    const cut = await replicas.starts('cut', { through: proxy });
    const since = Date.now();
    leader.process.signals('SIGTERM');
    await replicas.writesFirst(cut, since, 'objects');
    leader = await replicas.starts('reaches-all');
    proxy.use(parseRules('- { match: { resource: leases }, action: { kind: answer, status: 500 } }'));
    const from = Date.now();
    await replicas.writesFirst(leader, from, 'objects');
    expect(await cut.process.ended).toBe(1);
    expect(proxy.fired.length).toBeGreaterThan(0);
    expect(await replicas.overlaps()).toEqual([]);
  });
});

async function standsBy(replica: Replica): Promise<void> {
  await world.eventually(`${replica.name} says that it stands by`, () =>
    Promise.resolve(logOf(replica).includes('this one stands by')),
  );
}

describe('two operators in two namespaces', () => {
  const second = 'other-operator';
  const claim = { namespace: 'calico-system', name: 'active-operator' };

  beforeAll(async () => {
    for (const object of accessOfSecond(process.cwd(), second)) await world.cluster.apply(object);
    replicas = new Replicas(world);
  });

  afterAll(() => replicas.ends());

  async function handsOver(namespace: string): Promise<void> {
    const body = { data: { 'active-namespace': namespace } };
    await world.cluster.admin.patch(ConfigMap, claim, { type: 'merge', body });
  }

  it('hand over by one key of a ConfigMap, and the one that stands by says so and writes nothing', async () => {
    const [here, there] = [await replicas.starts('here'), await replicas.starts('there', { namespace: second })];
    await standsBy(there);
    expect(await replicas.counts()).toMatchObject({ there: 0 });
    await handsOver(second);
    await standsBy(here);
    await pause(3_000);
    const { here: before } = await replicas.counts();
    const since = Date.now();
    await world.appliesInstallation({ nodeMetricsPort: 9091 });
    await replicas.writesFirst(there, since, 'objects');
    await world.becomesAvailable();
    expect((await replicas.counts())['here']).toBe(before);
    const { items } = await world.cluster.admin.list(Event);
    expect(items.map((event) => JSON.stringify(event)).join()).toContain('StandingBy');
    expect([await here.process.stop(), await there.process.stop()]).toEqual([0, 0]);
  });
});
