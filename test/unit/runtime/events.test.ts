import { beforeEach, describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../../src/k8s/object.ts';
import { createEventRecorder, type EventRecorder, type Happening } from '../../../src/runtime/events.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { aConfigMap } from '../../support/kube-objects.ts';
import { MemoryClient } from '../../support/memory-client.ts';
import { quiet } from '../../support/running.ts';

const clusterScoped: KubeObject = {
  apiVersion: 'operator.tigera.io/v1',
  kind: 'Installation',
  metadata: { name: 'default', uid: 'uid-1', resourceVersion: '7' },
};

let clock: FakeClock;
let server: MemoryClient;
let recorder: EventRecorder;

beforeEach(() => {
  clock = new FakeClock();
  server = new MemoryClient();
  const reporter = 'example.com/operator';
  recorder = createEventRecorder({ client: server.client, clock, log: quiet, reporter, instance: 'pod-1' });
});

/** Records one happening and lets its request end. */
async function record(changes: Partial<Happening> = {}): Promise<void> {
  const usual: Happening = {
    regarding: clusterScoped,
    type: 'Normal',
    reason: 'Done',
    action: 'Apply',
    note: 'All is well.',
  };
  recorder.record({ ...usual, ...changes });
  await clock.advance(0);
}

const verbs = (): string[] => server.calls.map(({ verb }) => verb);
const created = (): readonly unknown[] => server.of('create').map(({ body }) => body);

describe('an event', () => {
  it('says what happened to which object, who says so, and when', async () => {
    await record();
    expect(created()).toEqual([
      expect.objectContaining({
        apiVersion: 'events.k8s.io/v1',
        kind: 'Event',
        eventTime: '2026-01-01T00:00:00.000000Z',
        reportingController: 'example.com/operator',
        reportingInstance: 'pod-1',
        type: 'Normal',
        reason: 'Done',
        action: 'Apply',
        note: 'All is well.',
      }),
    ]);
    expect(created()[0]).toMatchObject({ regarding: { kind: 'Installation', name: 'default', uid: 'uid-1' } });
  });

  it('lives in the namespace of its object, or in `default` where there is none', async () => {
    await record();
    await record({ regarding: aConfigMap('a', '1', { namespace: 'calico-system' }) });
    const namespaces = [...server.objects.values()].map(({ metadata }) => metadata.namespace);
    expect(namespaces).toEqual(['default', 'calico-system']);
  });

  it('has a name of its own', async () => {
    for (const note of ['one', 'two', 'three']) await record({ note });
    expect(server.objects.size).toBe(3);
    expect([...server.objects.keys()]).toEqual(
      Array.from({ length: 3 }, () => expect.stringMatching(/^default\/default\./)),
    );
  });

  it.each([
    ['letters', 'x'.repeat(2_000), 'x'.repeat(1024)],
    ['letters of two bytes', 'ü'.repeat(1_000), 'ü'.repeat(512)],
    ['signs that do not fit in evenly', `x${'😀'.repeat(500)}`, `x${'😀'.repeat(255)}`],
  ])('has at most 1 KiB of note: %s', async (_title, note, cut) => {
    await record({ note });
    expect(created()[0]).toMatchObject({ note: cut });
  });

  it('has at most 128 characters of reason and action', async () => {
    await record({ reason: 'r'.repeat(200), action: 'a'.repeat(200) });
    expect(created()[0]).toMatchObject({ reason: 'r'.repeat(128), action: 'a'.repeat(128) });
  });
});

describe('equal events', () => {
  it('are one series, whose count and time move', async () => {
    for (let nth = 0; nth < 3; nth++) {
      await record();
      await clock.advance(60_000);
    }
    expect(verbs()).toEqual(['create', 'patch', 'patch']);
    const series = { count: 3, lastObservedTime: '2026-01-01T00:02:00.000000Z' };
    expect(server.calls[2]?.body).toEqual({ type: 'merge', body: { series } });
  });

  it('are a new event after more than 6 minutes', async () => {
    await record();
    await clock.advance(360_001);
    await record();
    expect(verbs()).toEqual(['create', 'create']);
  });

  it('stay a series as long as no gap is longer than 6 minutes', async () => {
    for (let nth = 0; nth < 4; nth++) {
      await record();
      await clock.advance(359_000);
    }
    expect(verbs()).toEqual(['create', 'patch', 'patch', 'patch']);
  });

  it.each<[string, Partial<Happening>]>([
    ['object', { regarding: aConfigMap('a', '1') }],
    ['type', { type: 'Warning' }],
    ['reason', { reason: 'Failed' }],
    ['note', { note: 'Something else.' }],
  ])('must be equal in %s', async (_what, changes) => {
    await record();
    await record(changes);
    expect(verbs()).toEqual(['create', 'create']);
  });
});

describe('too many events', () => {
  it('about one object are left out after 25, then one each 5 minutes is written', async () => {
    for (let nth = 0; nth < 40; nth++) await record({ note: `${nth}` });
    expect(verbs()).toHaveLength(25);
    await clock.advance(299_999);
    await record({ note: 'too early' });
    expect(verbs()).toHaveLength(25);
    await clock.advance(1);
    for (const note of ['in time', 'too many']) await record({ note });
    expect(verbs()).toHaveLength(26);
  });

  it('leave room for events about other objects', async () => {
    for (let nth = 0; nth < 40; nth++) await record({ note: `${nth}` });
    await record({ regarding: aConfigMap('a', '1') });
    expect(verbs()).toHaveLength(26);
  });
});

describe('an event that cannot be written', () => {
  it('is gone, and harms nobody', async () => {
    server.mishap = 'unreachable';
    await record();
    expect([verbs(), server.objects.size]).toEqual([['create'], 0]);
  });

  it('does not keep the next one of its series from being written', async () => {
    server.mishap = 'unreachable';
    await record();
    server.mishap = undefined;
    await record();
    expect([verbs(), server.objects.size]).toEqual([['create', 'create'], 1]);
  });
});
