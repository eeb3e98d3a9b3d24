import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigMap } from '../../../src/k8s/kinds.ts';
import type { KubeObject } from '../../../src/k8s/object.ts';
import { SharedInformers } from '../../../src/k8s/shared-informers.ts';
import { clientOf } from '../../support/client-of.ts';
import { FakeApiServer, reset, ScriptedWatch } from '../../support/fake-apiserver.ts';
import { FakeClock, until } from '../../support/fake-clock.ts';

let server: FakeApiServer;
let clock: FakeClock;
let informers: SharedInformers;
let stop: AbortController;
let close: () => void;

beforeEach(async () => {
  server = await FakeApiServer.start();
  clock = new FakeClock();
  stop = new AbortController();
  const connection = clientOf(server, clock);
  close = connection.close;
  const { client } = connection;
  informers = new SharedInformers({
    client,
    clock,
    random: () => 0,
    withoutWatchList: new Set(),
    onError: () => undefined,
  });
});

afterEach(async () => {
  stop.abort();
  close();
  await server.stop();
});

function emptyWatch(): ScriptedWatch {
  return new ScriptedWatch().listed('10');
}

function nameOf({ metadata }: KubeObject): string {
  return metadata.name;
}

describe('SharedInformers', () => {
  it('gives equal wishes one informer and one watch', async () => {
    server.script('GET /api/v1/configmaps', new ScriptedWatch().listed('10').reply);
    const [first, second] = [1, 2].map(() => informers.for({ type: ConfigMap, projection: nameOf }));
    void informers.run(stop.signal);
    await informers.whenSynced();
    expect(first).toBe(second);
    expect(server.requests).toHaveLength(1);
  });

  it('begins anew where the wish before has ended', async () => {
    const wish = { type: ConfigMap, projection: nameOf };
    server.script(
      'GET /api/v1/configmaps',
      new ScriptedWatch().listed('10').reply,
      new ScriptedWatch().listed('11').reply,
    );
    void informers.run(stop.signal);
    const ending = new AbortController();
    const first = informers.for(wish, ending.signal);
    await first.whenSynced();
    ending.abort();
    expect(informers.all).toEqual([]);
    await informers.for(wish).whenSynced();
    expect(informers.all).not.toContain(first);
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    [{ type: ConfigMap, projection: 'metadata' }],
    [{ type: ConfigMap, projection: 'whole', managedFields: 'keep' }],
    [{ type: ConfigMap, projection: 'whole', namespace: 'n' }],
    [{ type: ConfigMap, projection: 'whole', labelSelector: 'a=b' }],
  ] as const)('keeps different wishes apart: %o', (other) => {
    expect(informers.for({ type: ConfigMap, projection: 'whole' })).not.toBe(informers.for(other));
  });

  it('starts informers that are asked for while it runs', async () => {
    server.script('GET /api/v1/configmaps', new ScriptedWatch().listed('10').reply);
    void informers.run(stop.signal);
    await informers.for({ type: ConfigMap, projection: 'metadata' }).whenSynced();
    expect(informers.all).toHaveLength(1);
  });

  it('ends when every watch has ended', async () => {
    server.script('GET /api/v1/configmaps', new ScriptedWatch().listed('10').reply);
    const informer = informers.for({ type: ConfigMap, projection: 'metadata' });
    const running = informers.run(stop.signal);
    await informer.whenSynced();
    stop.abort();
    await running;
    expect(informer.state.phase).toBe('stopped');
  });

  it('lets one informer that finds the server back wake the others from their long backoff', async () => {
    const early = informers.for({ type: ConfigMap, projection: 'whole', namespace: 'early' });
    const late = informers.for({ type: ConfigMap, projection: 'whole', namespace: 'late' });
    server.script('GET /api/v1/namespaces/early/configmaps', reset(), emptyWatch().reply);
    server.script('GET /api/v1/namespaces/late/configmaps', reset(), reset(), emptyWatch().reply);
    void informers.run(stop.signal);
    await until(() => early.state.phase === 'waiting' && late.state.phase === 'waiting');
    late.retryNow();
    await until(() => server.requests.length === 3 && late.state.phase === 'waiting');
    await clock.advance(800);
    await Promise.all([early.whenSynced(), late.whenSynced()]);
    expect(clock.monotonic()).toBe(800);
  });
});
