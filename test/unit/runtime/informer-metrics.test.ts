import { describe, expect, it } from '@jest/globals';
import type { Informer } from '../../../src/k8s/informer.ts';
import type { ReflectorState } from '../../../src/k8s/reflector.ts';
import { readInformersAtScrape } from '../../../src/runtime/informer-metrics.ts';
import { Metrics } from '../../../src/runtime/metrics.ts';

const watching: ReflectorState = { synced: true, phase: 'watching', relists: {} };

function anInformer(kind: string, size: number, more: Partial<Informer<unknown>> = {}): Informer<unknown> {
  return { type: { kind }, size, mayBeAbsent: false, state: watching, ...more } as Informer<unknown>;
}

/** The samples of informers, in the text format. */
async function scraped(...informers: readonly Informer<unknown>[]): Promise<string[]> {
  const metrics = new Metrics();
  readInformersAtScrape(metrics, { all: informers });
  const text = await metrics.render();
  return text.split('\n').filter((line) => line.startsWith('operator_informer'));
}

describe('the metrics of informers', () => {
  it('sum up the informers of one kind', async () => {
    const state: ReflectorState = { ...watching, relists: { expired: 2 } };
    expect(await scraped(anInformer('Secret', 3), anInformer('Secret', 4, { state }))).toEqual([
      'operator_informer_objects{kind="Secret"} 7',
      'operator_informer_watches{kind="Secret"} 2',
      'operator_informer_watches_open{kind="Secret"} 2',
      'operator_informer_relists_total{kind="Secret",reason="expired"} 2',
    ]);
  });

  it('tell when the latest event came', async () => {
    const informers = [5000, 9000, 7000].map((at) => anInformer('Node', 0, { lastEventAt: new Date(at) }));
    expect(await scraped(...informers)).toContain('operator_informer_last_event_timestamp_seconds{kind="Node"} 9');
  });

  it('miss a watch that is broken, and none of a kind that may stay away', async () => {
    const broken = { state: { ...watching, phase: 'waiting', waitingFor: 'unreachable' } } as const;
    const absent = { mayBeAbsent: true, state: { ...watching, phase: 'waiting', waitingFor: 'not-served' } } as const;
    const samples = await scraped(anInformer('Node', 1, broken), anInformer('Tier', 0, absent));
    expect(samples.filter((line) => line.includes('watches'))).toEqual([
      'operator_informer_watches{kind="Node"} 1',
      'operator_informer_watches{kind="Tier"} 0',
      'operator_informer_watches_open{kind="Node"} 0',
      'operator_informer_watches_open{kind="Tier"} 0',
    ]);
  });

  it('forget the informers of a manager that another has followed', async () => {
    const metrics = new Metrics();
    readInformersAtScrape(metrics, { all: [anInformer('Secret', 3)] });
    await metrics.render();
    readInformersAtScrape(metrics, { all: [anInformer('Node', 1)] });
    expect(await metrics.render()).not.toContain('kind="Secret"');
  });
});
