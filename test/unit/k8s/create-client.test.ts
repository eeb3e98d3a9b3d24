import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from '../../../src/k8s/client.ts';
import { ConfigMap, DaemonSet, NetworkPolicy, Node, SelfSubjectAccessReview } from '../../../src/k8s/kinds.ts';
import { incarnationOf } from '../../../src/k8s/object.ts';
import { clientOf } from '../../support/client-of.ts';
import { answer, failure, FakeApiServer, html, type RecordedRequest } from '../../support/fake-apiserver.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { aConfigMap } from '../../support/kube-objects.ts';

const PATH = '/api/v1/namespaces/default/configmaps/a';
const target = { name: 'a', namespace: 'default' };

let server: FakeApiServer;
let client: Client;
let close: () => void;
let warnings: string[];

beforeEach(async () => {
  server = await FakeApiServer.start();
  warnings = [];
  const onWarning = (warning: string, path: string): void => void warnings.push(`${path}: ${warning}`);
  ({ client, close } = clientOf(server, new FakeClock(), { onWarning }));
});

afterEach(async () => {
  close();
  await server.stop();
});

function onlyRequest(): RecordedRequest {
  expect(server.requests).toHaveLength(1);
  return server.requests[0] as RecordedRequest;
}

describe('reading', () => {
  it('returns the live object', async () => {
    server.script(`GET ${PATH}`, answer(200, aConfigMap('a', '1')));
    await expect(client.get(ConfigMap, target)).resolves.toEqual(aConfigMap('a', '1'));
  });

  it.each([failure(404, 'NotFound'), answer(404, '404 page not found')])(
    'returns undefined when the object or its kind does not exist',
    async (reply) => {
      server.script(`GET ${PATH}`, reply);
      await expect(client.get(ConfigMap, target)).resolves.toBeUndefined();
    },
  );

  it('never names a resource version, so no answer comes from the past', async () => {
    server.script('GET /api/v1/configmaps', answer(200, { metadata: { resourceVersion: '1' }, items: [] }));
    await client.get(ConfigMap, target);
    await client.list(ConfigMap);
    expect(server.requests.filter(({ query }) => query.has('resourceVersion'))).toEqual([]);
  });

  it('asks for metadata only by content negotiation, and gives the answer its real kind', async () => {
    const partial = { ...aConfigMap('a', '1'), apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadata' };
    server.script(`GET ${PATH}`, answer(200, partial));
    const object = await client.get(ConfigMap, target, { content: 'metadata' });
    expect(object).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
    expect(onlyRequest().headers['accept']).toBe('application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1');
  });

  it('keeps the wire form: times stay text, `from` stays `from`, unknown fields survive', async () => {
    const wire = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'a', namespace: 'default', creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: { ingress: [{ from: [] }], fromTheFuture: { x: 1 } },
    };
    const path = '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies/a';
    server.script(`GET ${path}`, answer(200, wire));
    server.script(`PUT ${path}`, answer(200, wire));
    const read = await client.get(NetworkPolicy, target);
    if (read !== undefined) await client.update(NetworkPolicy, read);
    expect(JSON.parse(server.requests[1]?.body ?? '')).toEqual(wire);
  });

  it('sends integers beyond 2^53 back as they came', async () => {
    const wire = JSON.stringify(aConfigMap('a', '1')).replace('"data"', '"big":9223372036854775807,"data"');
    server.script(`GET ${PATH}`, answer(200, wire));
    server.script(`PUT ${PATH}`, answer(200, wire));
    const read = await client.get(ConfigMap, target);
    if (read !== undefined) await client.update(ConfigMap, read);
    expect(server.requests[1]?.body).toContain('"big":9223372036854775807');
  });

  it('reads any other document as it is', async () => {
    server.script('GET /version', answer(200, { major: '1' }));
    await expect(client.raw('/version')).resolves.toEqual({ major: '1' });
  });

  it.each([
    ['an HTML page with status 200', html(200)],
    ['an empty body', answer(200, '')],
    ['JSON that is no object', answer(200, '[]')],
    ['an object without metadata', answer(200, { kind: 'ConfigMap' })],
  ])('refuses %s', async (_what, reply) => {
    server.script(`GET ${PATH}`, reply);
    await expect(client.get(ConfigMap, target)).rejects.toMatchObject({ name: 'ConnectionError', failure: 'protocol' });
  });
});

describe('listing', () => {
  it('gives items the kind that lists leave out, so that every reader sees one shape', async () => {
    const { apiVersion: _, kind: __, ...item } = aConfigMap('a', '1');
    server.script('GET /api/v1/configmaps', answer(200, { metadata: { resourceVersion: '5' }, items: [item] }));
    const expected = { items: [aConfigMap('a', '1')], resourceVersion: '5' };
    await expect(client.list(ConfigMap)).resolves.toEqual(expected);
  });

  it('sends the selection and a page limit', async () => {
    const path = '/api/v1/namespaces/default/configmaps';
    server.script(`GET ${path}`, answer(200, { metadata: { resourceVersion: '5' }, items: [] }));
    await client.list(ConfigMap, { namespace: 'default', labelSelector: 'a=b', fieldSelector: 'metadata.name=x' });
    const sent = { labelSelector: 'a=b', fieldSelector: 'metadata.name=x', limit: '250' };
    expect(Object.fromEntries(onlyRequest().query)).toEqual(sent);
  });

  it('keeps the body and the Retry-After of a refused list', async () => {
    const headers = { 'retry-after': '120' };
    server.script('GET /api/v1/configmaps', failure(429, 'TooManyRequests', { message: 'slow down', headers }));
    const expected = { code: 429, reason: 'TooManyRequests', message: 'slow down', retryAfterSeconds: 120 };
    await expect(client.list(ConfigMap)).rejects.toMatchObject(expected);
  });
});

describe('writing', () => {
  it('applies as one PATCH of JSON under our field manager, taking conflicting fields over', async () => {
    server.script(`PATCH ${PATH}`, answer(200, aConfigMap('a', '2')));
    await expect(client.apply(ConfigMap, aConfigMap('a', '1'))).resolves.toEqual(aConfigMap('a', '2'));
    const { headers, query, body } = onlyRequest();
    expect(headers['content-type']).toBe('application/apply-patch+yaml');
    expect(Object.fromEntries(query)).toEqual({ fieldManager: 'tester', force: 'true' });
    expect(JSON.parse(body)).toEqual(aConfigMap('a', '1'));
  });

  it('applies a subresource, strictly, dry and without force when told to', async () => {
    const path = '/apis/apps/v1/namespaces/default/daemonsets/a/status';
    server.script(`PATCH ${path}`, answer(200, aConfigMap('a', '2')));
    const options = { subresource: 'status', fieldManager: 'other', dryRun: 'All', fieldValidation: 'Strict' } as const;
    await client.apply(DaemonSet, aConfigMap('a', '1'), { ...options, conflicts: 'refuse' });
    const sent = { fieldManager: 'other', fieldValidation: 'Strict', dryRun: 'All', force: 'false' };
    expect(Object.fromEntries(onlyRequest().query)).toEqual(sent);
  });

  it.each([
    [{ type: 'merge', body: { data: { a: null } } }, 'application/merge-patch+json'],
    [{ type: 'json', operations: [{ op: 'remove', path: '/data/a' }] }, 'application/json-patch+json'],
  ] as const)('patches with the media type of %o, never the strategic one', async (patch, contentType) => {
    server.script(`PATCH ${PATH}`, answer(200, aConfigMap('a', '2')));
    await client.patch(ConfigMap, target, patch);
    expect(onlyRequest().headers['content-type']).toBe(contentType);
  });

  it('creates in the collection, and subresources under their name', async () => {
    server.script('POST /api/v1/namespaces/default/configmaps', answer(201, aConfigMap('a', '1')));
    server.script(`POST ${PATH}/eviction`, answer(201, aConfigMap('a', '1')));
    await client.create(ConfigMap, aConfigMap('a', '1'));
    await client.create(ConfigMap, aConfigMap('a', '1'), { subresource: 'eviction' });
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/api/v1/namespaces/default/configmaps',
      `${PATH}/eviction`,
    ]);
  });

  it('creates reviews, which are answered without a name', async () => {
    const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', metadata: {} };
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    server.script(`POST ${path}`, answer(201, { ...review, status: { allowed: true } }));
    const asked = { ...review, metadata: { name: '' } };
    await expect(client.create(SelfSubjectAccessReview, asked)).resolves.toMatchObject({ status: { allowed: true } });
  });

  it('passes on what the server warns about', async () => {
    const warning = '299 - "v1beta1 is \\"old\\"", 299 - "second"';
    server.script(`PATCH ${PATH}`, answer(200, aConfigMap('a', '2'), { warning }));
    await client.apply(ConfigMap, aConfigMap('a', '1'));
    expect(warnings).toEqual([`${PATH}: v1beta1 is "old"`, `${PATH}: second`]);
  });

  it('repeats no write whose outcome is unknown', async () => {
    server.script(`PATCH ${PATH}`, failure(500, 'InternalError'));
    await expect(client.apply(ConfigMap, aConfigMap('a', '1'))).rejects.toMatchObject({ code: 500 });
    expect(server.requests).toHaveLength(1);
  });
});

describe('deleting', () => {
  const live = incarnationOf(aConfigMap('a', '7'));

  it('names the incarnation that was read, so that a newer one survives', async () => {
    server.script(`DELETE ${PATH}`, answer(200, { kind: 'Status', status: 'Success' }));
    await expect(client.delete(ConfigMap, live)).resolves.toBeUndefined();
    expect(JSON.parse(onlyRequest().body)).toMatchObject({
      preconditions: { uid: 'uid-of-a', resourceVersion: '7' },
      propagationPolicy: 'Background',
    });
  });

  it.each([
    ['finalizers hold it', { finalizers: ['example.com/held'] }],
    ['it has time to stop', { deletionGracePeriodSeconds: 30 }],
  ])('returns the object while %s', async (_why, holding) => {
    const held = aConfigMap('a', '8', { deletionTimestamp: '2026-01-01T00:00:00Z', ...holding });
    server.script(`DELETE ${PATH}`, answer(200, held));
    await expect(client.delete(ConfigMap, live)).resolves.toEqual(held);
  });

  it('takes the last state of an object, as some kinds answer, for deleted', async () => {
    server.script(`DELETE ${PATH}`, answer(200, aConfigMap('a', '8', { deletionTimestamp: '2026-01-01T00:00:00Z' })));
    await expect(client.delete(ConfigMap, live)).resolves.toBeUndefined();
  });

  it('takes an object that is gone for deleted', async () => {
    server.script(`DELETE ${PATH}`, failure(404, 'NotFound'));
    await expect(client.delete(ConfigMap, live)).resolves.toBeUndefined();
  });

  it('fails when the object changed after it was read', async () => {
    server.script(`DELETE ${PATH}`, failure(409, 'Conflict'));
    await expect(client.delete(ConfigMap, live)).rejects.toMatchObject({ code: 409 });
  });
});

describe('errors', () => {
  it('of a cluster-scoped read carry verb and path', async () => {
    server.script('GET /api/v1/nodes/n', failure(403, 'Forbidden'));
    await expect(client.get(Node, { name: 'n' })).rejects.toMatchObject({
      verb: 'get',
      path: '/api/v1/nodes/n',
      code: 403,
    });
  });
});
