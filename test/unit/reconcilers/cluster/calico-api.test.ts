import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from '../../../../src/k8s/client.ts';
import { Discovery } from '../../../../src/k8s/discovery.ts';
import { calicoApiOf, detectCalicoApi } from '../../../../src/reconcilers/cluster/calico-api.ts';
import { clientOf } from '../../../support/client-of.ts';
import { answer, failure, FakeApiServer } from '../../../support/fake-apiserver.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const [v1, v3] = ['crd.projectcalico.org/v1', 'projectcalico.org/v3'] as const;

let server: FakeApiServer;
let client: Client;
let discovery: Discovery;
let close: () => void;

beforeEach(async () => {
  server = await FakeApiServer.start();
  const clock = new FakeClock();
  ({ client, close } = clientOf(server, clock));
  discovery = new Discovery(client, clock);
});

afterEach(async () => {
  close();
  await server.stop();
});

const document = (items: readonly object[]): object => ({ kind: 'APIGroupDiscoveryList', items });

/** What is served: groups, or `group/version/Kind`. */
function serves(...served: readonly string[]): void {
  const items = served.map((each) => {
    const [name = '', version = 'v1', kind] = each.split('/');
    const resource = { resource: `${kind?.toLowerCase()}s`, responseKind: { kind }, scope: 'Cluster', verbs: [] };
    return { metadata: { name }, versions: [{ version, resources: kind === undefined ? [] : [resource] }] };
  });
  server.script('GET /api', answer(200, document([])));
  server.script('GET /apis', answer(200, document(items)));
}

function registered(service: object | undefined): void {
  const path = 'GET /apis/apiregistration.k8s.io/v1/apiservices/v3.projectcalico.org';
  const metadata = { name: 'v3.projectcalico.org' };
  server.script(
    path,
    answer(200, { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata, spec: { service } }),
  );
}

function migrating(phase: string): void {
  const path = 'GET /apis/migration.projectcalico.org/v1beta1/datastoremigrations';
  server.script(
    path,
    answer(200, { metadata: { resourceVersion: '1' }, items: [{ metadata: { name: 'm' }, status: { phase } }] }),
  );
}

const detect = (configured?: string): Promise<string> => detectCalicoApi({ discovery, client, configured });

describe('detectCalicoApi', () => {
  it.each([
    ['projectcalico.org/v3', v3],
    ['crd.projectcalico.org/v1', v1],
    ['nonsense', v1],
  ])('goes by CALICO_API_GROUP %s, and asks nobody', async (configured, expected) => {
    expect(await detect(configured)).toBe(expected);
    expect(server.requests).toEqual([]);
  });

  it.each([
    [v1, []],
    [v3, ['projectcalico.org']],
    [v1, ['crd.projectcalico.org']],
    [v1, ['crd.projectcalico.org', 'projectcalico.org']],
  ])('is %s where %j is served', async (expected, groups) => {
    serves(...groups);
    registered(undefined);
    expect(await detect('')).toBe(expected);
  });

  it('is v1 where the CRDs are lost behind an API server of Calico', async () => {
    serves('projectcalico.org');
    registered({ name: 'calico-api', namespace: 'calico-system' });
    expect(await detect()).toBe(v1);
  });

  it.each([
    ['Converged', v3],
    ['Complete', v3],
    ['Migrating', v1],
    ['Failed', v1],
  ])('beside a migration that is %s: %s', async (phase, expected) => {
    serves('crd.projectcalico.org', 'projectcalico.org', 'migration.projectcalico.org/v1beta1/DatastoreMigration');
    migrating(phase);
    expect(await detect()).toBe(expected);
  });

  it('takes no error for an answer', async () => {
    server.script('GET /api', failure(503, 'ServiceUnavailable'));
    server.script('GET /apis', failure(503, 'ServiceUnavailable'));
    await expect(detect()).rejects.toThrow();
  });
});

describe('calicoApiOf', () => {
  it.each([
    [v1, []],
    [v1, ['datastoremigrations.migration.projectcalico.org']],
    [v3, ['ippools.projectcalico.org']],
    [v1, ['ippools.projectcalico.org', 'ippools.crd.projectcalico.org']],
  ])('is %s with the definitions %j', (expected, definitions) => {
    expect(calicoApiOf(definitions, [])).toBe(expected);
  });

  it('follows a migration that has converged', () => {
    const metadata = { name: 'v1-to-v3' };
    const kind = 'DatastoreMigration';
    const migration = { apiVersion: 'migration.projectcalico.org/v1beta1', kind, metadata } as const;
    const definitions = ['ippools.crd.projectcalico.org', 'ippools.projectcalico.org'];
    expect(calicoApiOf(definitions, [{ ...migration, status: { phase: 'Converged' } }])).toBe(v3);
    expect(calicoApiOf(definitions, [migration])).toBe(v1);
  });
});
