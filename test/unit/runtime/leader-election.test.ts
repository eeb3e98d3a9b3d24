import { beforeEach, describe, expect, it } from '@jest/globals';
import { sleep, type Clock } from '../../../src/k8s/clock.ts';
import type { WriteOptions } from '../../../src/k8s/client.ts';
import { LeaderElection, type LeaderElectionOptions } from '../../../src/runtime/leader-election.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryClient } from '../../support/memory-client.ts';
import { quiet } from '../../support/running.ts';

const name = 'operator-lock';
const namespace = 'tigera-operator';

const random = (): number => 0;
let clock: FakeClock;
let server: MemoryClient;
let stop: AbortController;

beforeEach(() => {
  clock = new FakeClock();
  server = new MemoryClient();
  stop = new AbortController();
});

function candidate(
  identity: string,
  rest: { clock?: Clock; onChange?: (leading: boolean) => void } = {},
): LeaderElection {
  return new LeaderElection({ ...parts(identity), ...rest });
}

function parts(identity: string): LeaderElectionOptions {
  return { client: server.client, clock, log: quiet, namespace, name, identity, random };
}

/** A write that waits until its caller gives up. */
function hangs(_: unknown, __: unknown, { signal }: WriteOptions = {}): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new Error('given up')));
  });
}

/** A candidate that holds the lease. */
async function leader(identity: string): Promise<LeaderElection> {
  const election = candidate(identity);
  await election.acquire(stop.signal);
  return election;
}

/** Waits for the lease in the background. */
function waits(election: LeaderElection): LeaderElection {
  void election.acquire(stop.signal);
  return election;
}

/** Renews in the background; what it comes to is noted. */
function holds(election: LeaderElection): (boolean | 'holding')[] {
  const ended: (boolean | 'holding')[] = ['holding'];
  void election.hold(stop.signal).then((kept) => (ended[0] = kept));
  return ended;
}

function lease(): Record<string, unknown> {
  const { spec } = server.objects.get(`${namespace}/${name}`) as unknown as { spec: Record<string, unknown> };
  return spec;
}

/** Puts a record there as some other program would; each time is a renewal. */
function heldBy(holderIdentity: string, rest: object = { leaseDurationSeconds: 15 }): void {
  const spec = { holderIdentity, renewTime: clock.wall().toISOString(), leaseTransitions: 4, ...rest };
  const object = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { namespace, name }, spec };
  server.put(object);
}

describe('a candidate', () => {
  it('creates a lease that is not there, with times of six digits', async () => {
    await leader('me');
    const now = '2026-01-01T00:00:00.000000Z';
    expect(lease()).toEqual({
      holderIdentity: 'me',
      leaseDurationSeconds: 15,
      acquireTime: now,
      renewTime: now,
      leaseTransitions: 0,
    });
  });

  it('takes a lease that was given back at once, and counts the transition', async () => {
    heldBy('', { leaseDurationSeconds: 1 });
    const election = await leader('me');
    expect([election.leading, clock.monotonic()]).toEqual([true, 0]);
    expect(lease()).toMatchObject({ holderIdentity: 'me', leaseTransitions: 5 });
  });

  it('goes on with a lease that names it already', async () => {
    heldBy('me', { acquireTime: 'earlier' });
    await leader('me');
    expect(lease()).toMatchObject({ acquireTime: 'earlier', leaseTransitions: 4 });
  });

  it.each([
    ['as long as the holder asked for', { leaseDurationSeconds: 60 }, 60_000],
    ['15 s where the holder asked for nothing', {}, 15_000],
  ])('honours another holder %s', async (_title, spec, ms) => {
    heldBy('other', spec);
    const election = waits(candidate('me'));
    await clock.advance(ms);
    expect([election.leading, lease()['holderIdentity']]).toEqual([false, 'other']);
    await clock.advance(5_000);
    expect([election.leading, lease()['holderIdentity']]).toEqual([true, 'me']);
  });

  it.each([
    ['renews', {}],
    ['writes to the lease at all', { renewTime: 'always the same' }],
  ])('honours another holder for as long as it %s', async (_title, rest) => {
    const spec = { leaseDurationSeconds: 15, ...rest };
    heldBy('other', spec);
    const election = waits(candidate('me'));
    for (let renewal = 0; renewal < 10; renewal++) {
      await clock.advance(10_000);
      heldBy('other', spec);
    }
    await clock.advance(12_000);
    expect(election.leading).toBe(false);
  });

  it.each([-86_400_000, 86_400_000])('does not care that its wall clock is %d ms off', async (skew) => {
    const wall = (): Date => new Date(clock.wall().getTime() + skew);
    const skewed = { monotonic: () => clock.monotonic(), wall, after: clock.after.bind(clock) };
    heldBy('other');
    const election = waits(candidate('me', { clock: skewed }));
    await clock.advance(15_000);
    expect(election.leading).toBe(false);
    await clock.advance(5_000);
    expect(election.leading).toBe(true);
  });

  it('is the only one of many that come to hold a free lease', async () => {
    heldBy('other');
    const elections = ['a', 'b', 'c'].map((identity) => waits(candidate(identity)));
    await clock.advance(20_000);
    expect(elections.filter(({ leading }) => leading)).toHaveLength(1);
    expect(elections.filter((each) => each.mayWrite())).toHaveLength(1);
  });

  it('keeps trying while the API server is away', async () => {
    server.mishap = 'unreachable';
    const election = waits(candidate('me'));
    await clock.advance(60_000);
    server.mishap = undefined;
    await clock.advance(3_000);
    expect(election.leading).toBe(true);
  });

  it('gives up when it is told to', async () => {
    heldBy('other');
    const election = candidate('me');
    const acquiring = election.acquire(stop.signal);
    await clock.advance(1_000);
    stop.abort();
    await acquiring;
    expect([election.leading, election.mayWrite(), clock.pending]).toEqual([false, false, []]);
  });
});

describe('a holder', () => {
  it('renews every 2 s', async () => {
    const ended = holds(await leader('me'));
    await clock.advance(60_000);
    expect(ended).toEqual(['holding']);
    expect(server.of('update')).toHaveLength(30);
    expect(lease()).toMatchObject({
      renewTime: '2026-01-01T00:01:00.000000Z',
      acquireTime: '2026-01-01T00:00:00.000000Z',
    });
  });

  it('may not write any more 10 s after its last renewal, though others honour it longer', async () => {
    const election = await leader('me');
    const ended = holds(election);
    server.mishap = 'unreachable';
    await clock.advance(9_999);
    expect([election.mayWrite(), ended]).toEqual([true, ['holding']]);
    await clock.advance(1);
    expect([election.mayWrite(), election.leading, ended]).toEqual([false, false, [false]]);
  });

  it('may not write 10 s after its last renewal even while its loop is stuck', async () => {
    const election = await leader('me');
    await clock.advance(10_000);
    expect([election.leading, election.mayWrite()]).toEqual([true, false]);
  });

  it('counts these 10 s from before its request, since when others may have seen the record', async () => {
    server.latency = () => sleep(clock, 3_000);
    const election = waits(candidate('me'));
    await clock.advance(6_000);
    expect(election.mayWrite()).toBe(true);
    await clock.advance(4_000);
    expect([election.leading, election.mayWrite()]).toEqual([true, false]);
  });

  it('gives up a write that outlasts the lease, as where the server asks for long patience, and asks again', async () => {
    const election = new LeaderElection({ ...parts('me'), client: { ...server.client, update: hangs } });
    heldBy('me');
    void election.acquire(stop.signal);
    await clock.advance(0);
    expect(election.leading).toBe(false);
    await clock.advance(13_000);
    expect(server.of('get').length).toBeGreaterThan(1);
  });

  it('survives an outage that is shorter', async () => {
    const ended = holds(await leader('me'));
    server.mishap = 'unreachable';
    await clock.advance(7_000);
    server.mishap = undefined;
    await clock.advance(60_000);
    expect(ended).toEqual(['holding']);
  });

  it('stays the holder when the answer to its own renewal was lost', async () => {
    const election = await leader('me');
    const ended = holds(election);
    server.mishap = 'answer-lost';
    await clock.advance(2_000);
    server.mishap = undefined;
    await clock.advance(2_000);
    expect([ended, election.mayWrite()]).toEqual([['holding'], true]);
    expect(lease()).toMatchObject({ holderIdentity: 'me', renewTime: '2026-01-01T00:00:04.000000Z' });
  });

  it('renews a lease that somebody has edited meanwhile', async () => {
    const ended = holds(await leader('me'));
    heldBy('me', { renewTime: 'older', leaseDurationSeconds: 15 });
    await clock.advance(2_000);
    expect(ended).toEqual(['holding']);
    expect(lease()['renewTime']).toBe('2026-01-01T00:00:02.000000Z');
  });

  it('stops at once when somebody else holds the lease', async () => {
    const election = await leader('me');
    const ended = holds(election);
    heldBy('other');
    await clock.advance(2_000);
    expect([ended, election.mayWrite()]).toEqual([[false], false]);
    expect(lease()['holderIdentity']).toBe('other');
  });

  it('ends as the holder when it is told to stop', async () => {
    const ended = holds(await leader('me'));
    stop.abort();
    await clock.advance(0);
    expect([ended, clock.pending]).toEqual([[true], []]);
  });

  it('tells when it begins and ceases to lead', async () => {
    const told: boolean[] = [];
    const election = candidate('me', { onChange: (leading) => told.push(leading) });
    await election.acquire(stop.signal);
    await election.release();
    expect(told).toEqual([true, false]);
  });
});

describe('a holder that gives the lease back', () => {
  it('empties the holder, so that another takes over without waiting', async () => {
    const election = await leader('me');
    await election.release();
    expect(lease()).toMatchObject({ holderIdentity: '', leaseDurationSeconds: 1 });
    expect([election.leading, election.mayWrite()]).toEqual([false, false]);
    await leader('next');
    expect(clock.monotonic()).toBe(0);
  });

  it('leaves the lease of somebody else alone', async () => {
    const election = await leader('me');
    heldBy('other');
    await election.release();
    expect(lease()['holderIdentity']).toBe('other');
  });

  it('writes nothing where it has lost it before', async () => {
    const election = await leader('me');
    holds(election);
    heldBy('other');
    await clock.advance(2_000);
    const calls = server.calls.length;
    await election.release();
    expect(server.calls).toHaveLength(calls);
  });

  it('writes nothing where it has none', async () => {
    const election = candidate('me');
    await election.release();
    expect(server.calls).toEqual([]);
  });
});
