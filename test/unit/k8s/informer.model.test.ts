import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ApiError, ConnectionError } from '../../../src/k8s/errors.ts';
import { createInformer, type Informer, type InformerEvent } from '../../../src/k8s/informer.ts';
import { ConfigMap } from '../../../src/k8s/kinds.ts';
import { incarnationOf, type KubeObject } from '../../../src/k8s/object.ts';
import { isOlder } from '../../../src/k8s/resource-version.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { ModelServer } from '../../support/model-server.ts';

const label = { verb: 'watch', path: '/api/v1/configmaps' };
const refusals = {
  busy: () => new ApiError({ ...label, code: 503, status: {} }),
  gone: () => new ApiError({ ...label, code: 410, status: {} }),
  unsupported: () => new ApiError({ ...label, code: 400, status: {} }),
  reset: () => new ConnectionError('reset', { ...label, failure: 'reset', maybeCommitted: true }),
} as const;

type Step =
  | { readonly do: 'put' | 'delete' | 'own-put' | 'own-delete'; readonly name: string }
  | { readonly do: 'refuse'; readonly how: keyof typeof refusals }
  | { readonly do: 'cut' | 'compact' | 'hold' | 'release' | 'rest' | 'second' };

const name = fc.constantFrom('a', 'b', 'c');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('put', 'delete', 'own-put', 'own-delete'), name }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('refuse'), how: fc.constantFrom('busy', 'gone', 'unsupported', 'reset') }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('cut', 'compact', 'hold', 'release', 'rest', 'second') }) },
);

/** A server, an informer on it, and a copy that is kept from the informer's events alone. */
class Run {
  readonly server = new ModelServer();
  readonly clock = new FakeClock();
  readonly copy = new Map<string, KubeObject>();
  readonly informer: Informer<KubeObject>;
  readonly #deletedByUs = new Set<string>();
  readonly #contradictions: unknown[] = [];
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  constructor() {
    const { client } = this.server;
    const onError = (error: unknown): void => void this.#contradictions.push(error);
    const context = { client, clock: this.clock, random: () => 0, withoutWatchList: new Set<string>(), onError };
    this.informer = createInformer(context, { type: ConfigMap, projection: 'whole' });
    this.informer.subscribe((event) => this.#follow(event));
    this.#running = this.informer.run(this.#stop.signal);
  }

  /** Fails on events that contradict what the events before them said. */
  #follow(event: InformerEvent<KubeObject>): void {
    const { key, object } = event;
    const known = this.copy.get(key);
    expect(known === undefined).toBe(event.type === 'add');
    if (event.type === 'update') expect(isOlder(versionOf(known), versionOf(object))).toBe(true);
    expect(event.type === 'add' && this.#deletedByUs.has(uidOf(object))).toBe(false);
    if (event.type === 'delete') this.copy.delete(key);
    else this.copy.set(key, object);
  }

  async take(next: Step): Promise<void> {
    if (next.do === 'put' || next.do === 'delete') this.server[next.do](next.name);
    else if (next.do === 'own-put') this.#ownPut(next.name);
    else if (next.do === 'own-delete') this.#ownDelete(next.name);
    else if (next.do === 'refuse') this.server.refuse(refusals[next.how]());
    else if (next.do === 'second') await this.clock.advance(1_000);
    else if (next.do === 'rest') await settle();
    else this.server[next.do]();
  }

  /** What we wrote is there at once, whatever the watch has shown so far. */
  #ownPut(name: string): void {
    const written = this.server.put(name);
    this.informer.upsert(structuredClone(written));
    expect(this.informer.get(`default/${name}`)).toEqual(written);
  }

  #ownDelete(name: string): void {
    const gone = this.server.delete(name);
    if (gone === undefined) return;
    this.#deletedByUs.add(uidOf(gone));
    this.informer.remove(incarnationOf(gone));
    expect(this.informer.get(`default/${name}`)?.metadata.uid).not.toBe(gone.metadata.uid);
  }

  async finish(): Promise<void> {
    this.server.release();
    for (let round = 0; round < 10; round++) await this.clock.advance(30_000);
    this.#stop.abort();
    await this.#running;
    expect(this.#contradictions).toEqual([]);
  }
}

function versionOf(object: KubeObject | undefined): string {
  return object?.metadata.resourceVersion ?? '';
}

function uidOf(object: KubeObject): string {
  return object.metadata.uid ?? '';
}

function byName(objects: Iterable<KubeObject>): KubeObject[] {
  return [...objects].sort((left, right) => left.metadata.name.localeCompare(right.metadata.name));
}

describe('an informer', () => {
  it('ends at the state of the API, and so does who follows its events, whatever happens on the way', async () => {
    const property = fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
      const run = new Run();
      for (const next of steps) await run.take(next);
      await run.finish();
      const truth = byName(run.server.objects.values());
      expect(byName(run.informer.list())).toEqual(truth);
      expect(byName(run.copy.values())).toEqual(truth);
    });
    await fc.assert(property, { numRuns: 200 });
  });
});
