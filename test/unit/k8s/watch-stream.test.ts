import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Decoder } from '../../../src/k8s/decode.ts';
import { ConfigMap } from '../../../src/k8s/kinds.ts';
import { watchEvents, type WatchEvent } from '../../../src/k8s/watch-stream.ts';
import type { KubeObject } from '../../../src/k8s/object.ts';
import { cutAnywhere } from '../../support/chunks.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { aConfigMap } from '../../support/kube-objects.ts';

const label = { verb: 'watch', path: '/api/v1/configmaps' };

async function decode(chunks: readonly Uint8Array[]): Promise<WatchEvent<KubeObject>[]> {
  const options = { decoder: new Decoder(ConfigMap, label), label, clock: new FakeClock() };
  const events: WatchEvent<KubeObject>[] = [];
  for await (const event of watchEvents(Readable.from(chunks), options)) events.push(event);
  return events;
}

function line(type: string, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}

describe('watchEvents', () => {
  it('decodes the same events wherever the stream is cut into chunks', async () => {
    const objects = ['ä', 'b', 'c'].map((name, at) => aConfigMap(name, String(at)));
    const bytes = Buffer.from(objects.map((object) => line('ADDED', object)).join(''));
    const expected = objects.map((object) => ({ type: 'ADDED', object }));
    const property = fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 1, max: 40 })), async (sizes) => {
      expect(await decode(cutAnywhere(bytes, sizes))).toEqual(expected);
    });
    await fc.assert(property);
  });

  it('drops an event that was cut in the middle of its line', async () => {
    const cut = line('MODIFIED', aConfigMap('a', '2')).slice(0, -20);
    const events = await decode([Buffer.from(line('ADDED', aConfigMap('a', '1')) + cut)]);
    expect(events).toEqual([{ type: 'ADDED', object: aConfigMap('a', '1') }]);
  });

  it('tells the bookmark that ends the initial events from the others', async () => {
    const annotations = { 'k8s.io/initial-events-end': 'true' };
    const bookmarks = [{ metadata: { resourceVersion: '5', annotations } }, { metadata: { resourceVersion: '6' } }];
    const events = await decode([Buffer.from(bookmarks.map((object) => line('BOOKMARK', object)).join(''))]);
    expect(events).toEqual([
      { type: 'BOOKMARK', resourceVersion: '5', initialEventsEnd: true },
      { type: 'BOOKMARK', resourceVersion: '6', initialEventsEnd: false },
    ]);
  });

  it('throws what an ERROR event says', async () => {
    const said = { code: 410, reason: 'Expired', message: 'too old resource version: 1 (9)' };
    const bytes = Buffer.from(line('ERROR', { kind: 'Status', ...said }));
    await expect(decode([bytes])).rejects.toMatchObject({ name: 'ApiError', ...said });
  });

  it.each([
    ['JSON that cannot be parsed', '{"type":"ADDED",\n'],
    ['an unknown type of event', line('RENAMED', aConfigMap('a', '1'))],
    ['an event without an object', line('ADDED', undefined)],
    ['a bookmark without a version', line('BOOKMARK', { metadata: {} })],
    ['an HTML page', '<html>\n</html>\n'],
  ])('never swallows %s', async (_what, text) => {
    await expect(decode([Buffer.from(text)])).rejects.toMatchObject({ name: 'ConnectionError', failure: 'protocol' });
  });
});
