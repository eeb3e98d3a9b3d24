import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from '../../../src/k8s/client.ts';
import { ConfigMap } from '../../../src/k8s/kinds.ts';
import { clientOf } from '../../support/client-of.ts';
import { answer, cutShort, failure, FakeApiServer, list } from '../../support/fake-apiserver.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { aConfigMap } from '../../support/kube-objects.ts';

const LIST = 'GET /api/v1/configmaps';

let server: FakeApiServer;
let client: Client;
let close: () => void;

beforeEach(async () => {
  server = await FakeApiServer.start();
  ({ client, close } = clientOf(server, new FakeClock()));
});

afterEach(async () => {
  close();
  await server.stop();
});

async function names(): Promise<string[]> {
  return (await client.list(ConfigMap, { pageLimit: 2 })).items.map(({ metadata }) => metadata.name);
}

describe('a paged list', () => {
  it('follows continue tokens to the end and keeps the limit on every page', async () => {
    server.script(LIST, list('9', [aConfigMap('a', '1')], 'next'), list('9', [aConfigMap('b', '2')]));
    await expect(names()).resolves.toEqual(['a', 'b']);
    const queries = server.requests.map(({ query }) => Object.fromEntries(query));
    expect(queries).toEqual([{ limit: '2' }, { limit: '2', continue: 'next' }]);
  });

  it('starts again, paged as before, when its continue token has expired', async () => {
    const expired = failure(410, 'Expired');
    server.script(LIST, list('9', [aConfigMap('old', '1')], 'next'), expired, list('12', [aConfigMap('new', '11')]));
    await expect(names()).resolves.toEqual(['new']);
    expect(server.requests.every(({ query }) => query.get('limit') === '2')).toBe(true);
  });

  it('gives up when tokens expire faster than it can read', async () => {
    server.script(LIST, ...Array.from({ length: 4 }, () => [list('9', [], 'next'), failure(410, 'Expired')]).flat());
    await expect(names()).rejects.toMatchObject({ name: 'ConnectionError', failure: 'protocol' });
  });

  it('takes a 410 on its first page for an error, not for a reason to start again', async () => {
    server.script(LIST, failure(410, 'Expired'));
    await expect(names()).rejects.toMatchObject({ code: 410 });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['cut in the middle of an item', cutShort('{"metadata":{"resourceVersion":"1"},"items":[{"metadata":{"na')],
    ['without a resource version', answer(200, { metadata: {}, items: [] })],
    ['whose JSON ends early', answer(200, '{"metadata":{"resourceVersion":"1"},"items":[')],
    ['with an item that is no object of the kind', answer(200, '{"metadata":{"resourceVersion":"1"},"items":[{}]}')],
  ])('fails when a page comes %s', async (_how, reply) => {
    server.script(LIST, reply);
    await expect(names()).rejects.toMatchObject({ name: 'ConnectionError' });
  });

  it('survives names that are no UTF-8', async () => {
    const page = { metadata: { resourceVersion: '1' }, items: [aConfigMap('X', '1', { uid: 'u' })] };
    const [before, after] = JSON.stringify(page).split('X');
    server.script(LIST, (response) => {
      response.end(Buffer.concat([Buffer.from(before ?? ''), Buffer.from([0xff, 0xfe]), Buffer.from(after ?? '')]));
    });
    await expect(names()).resolves.toEqual(['\uFFFD\uFFFD']);
  });
});
