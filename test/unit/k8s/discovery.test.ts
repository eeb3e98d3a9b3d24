import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Discovery } from '../../../src/k8s/discovery.ts';
import { ConfigMap, DaemonSet } from '../../../src/k8s/kinds.ts';
import { clientOf } from '../../support/client-of.ts';
import { answer, failure, FakeApiServer } from '../../support/fake-apiserver.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const Widget = { group: 'example.com', version: 'v1', kind: 'Widget' };

let server: FakeApiServer;
let clock: FakeClock;
let discovery: Discovery;
let close: () => void;

beforeEach(async () => {
  server = await FakeApiServer.start();
  clock = new FakeClock();
  const connection = clientOf(server, clock);
  close = connection.close;
  discovery = new Discovery(connection.client, clock);
});

afterEach(async () => {
  close();
  await server.stop();
});

function resource(plural: string, kind: string, namespaced: boolean): object {
  const responseKind = { group: '', version: '', kind };
  return { resource: plural, responseKind, scope: namespaced ? 'Namespaced' : 'Cluster', verbs: ['get', 'list'] };
}

function groups(...items: readonly object[]): object {
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
}

const core = groups({
  metadata: {},
  versions: [{ version: 'v1', resources: [resource('configmaps', 'ConfigMap', true)] }],
});
const apps = {
  metadata: { name: 'apps' },
  versions: [{ version: 'v1', freshness: 'Current', resources: [resource('daemonsets', 'DaemonSet', true)] }],
};
const widgets = {
  metadata: { name: 'example.com' },
  versions: [
    { version: 'v1', resources: [resource('widgets', 'Widget', false)] },
    { version: 'v1beta1', resources: [] },
  ],
};

describe('aggregated discovery', () => {
  beforeEach(() => {
    server.script('GET /api', answer(200, core));
    server.script('GET /apis', answer(200, groups(apps)), answer(200, groups(apps, widgets)));
  });

  it('needs two requests for everything, and none after that', async () => {
    const answers = await Promise.all([discovery.serving(ConfigMap), discovery.serving(DaemonSet)]);
    await discovery.versionsOf('apps');
    expect(answers).toEqual(['served', 'served']);
    expect(server.requests.map(({ path }) => path).sort()).toEqual(['/api', '/apis']);
  });

  it('tells plural, scope and verbs of a kind', async () => {
    const expected = { group: 'apps', version: 'v1', kind: 'DaemonSet', plural: 'daemonsets', namespaced: true };
    await expect(discovery.find(DaemonSet)).resolves.toEqual({ ...expected, verbs: ['get', 'list'] });
  });

  it('looks again for a kind it does not know, but not in a hurry', async () => {
    await expect(discovery.serving(Widget)).resolves.toBe('absent');
    await clock.advance(1_999);
    await expect(discovery.serving(Widget)).resolves.toBe('absent');
    expect(server.requests).toHaveLength(2);
    await clock.advance(1);
    await expect(discovery.serving(Widget)).resolves.toBe('served');
  });

  it('lists versions with the preferred one first', async () => {
    await discovery.refresh();
    await discovery.refresh();
    await expect(discovery.versionsOf('example.com')).resolves.toEqual(['v1', 'v1beta1']);
    await expect(discovery.versionsOf('nowhere.io')).resolves.toEqual([]);
  });

  it('says unknown, not absent, when the server of a group does not answer', async () => {
    const stale = {
      metadata: { name: 'example.com' },
      versions: [{ version: 'v1', freshness: 'Stale', resources: [] }],
    };
    server.script('GET /apis', answer(200, groups(apps, stale)));
    await expect(discovery.serving(Widget)).resolves.toBe('unknown');
    await expect(discovery.serving(DaemonSet)).resolves.toBe('served');
  });

  it('remembers no failure', async () => {
    server.script('GET /apis', failure(503, 'ServiceUnavailable'), answer(200, groups(apps)));
    await expect(discovery.serving(DaemonSet)).rejects.toMatchObject({ code: 503 });
    await expect(discovery.serving(DaemonSet)).resolves.toBe('served');
  });
});

describe('discovery on a server without the aggregated form', () => {
  beforeEach(() => {
    server.script('GET /api', answer(200, { kind: 'APIVersions', versions: ['v1'] }));
    server.script(
      'GET /api/v1',
      answer(200, { resources: [{ name: 'configmaps', kind: 'ConfigMap', namespaced: true, verbs: [] }] }),
    );
    const versions = [{ version: 'v1beta1' }, { version: 'v1' }];
    const group = { name: 'example.com', versions, preferredVersion: { version: 'v1' } };
    server.script('GET /apis', answer(200, { kind: 'APIGroupList', groups: [group] }));
    const resources = [
      { name: 'widgets', kind: 'Widget', namespaced: false, verbs: ['get'] },
      { name: 'widgets/status', kind: 'Widget', namespaced: false, verbs: ['get'] },
    ];
    server.script('GET /apis/example.com/v1', answer(200, { resources }));
  });

  it('asks group by group and finds the same', async () => {
    const expected = { group: 'example.com', version: 'v1', kind: 'Widget', plural: 'widgets', namespaced: false };
    await expect(discovery.find(Widget)).resolves.toEqual({ ...expected, verbs: ['get'] });
    await expect(discovery.serving(ConfigMap)).resolves.toBe('served');
    await expect(discovery.versionsOf('example.com')).resolves.toEqual(['v1', 'v1beta1']);
  });

  it('goes on when one group does not answer', async () => {
    server.script('GET /apis/example.com/v1', failure(503, 'ServiceUnavailable'));
    await expect(discovery.serving(Widget)).resolves.toBe('unknown');
    await expect(discovery.serving(ConfigMap)).resolves.toBe('served');
  });
});
