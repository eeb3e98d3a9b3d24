import type { Informer } from '../k8s/informer.ts';
import type { SharedInformers } from '../k8s/shared-informers.ts';
import type { Metrics } from './metrics.ts';

/** Shows how watches fare whenever somebody scrapes. Informers of one kind are summed up: series are few, and stay so. */
export function readInformersAtScrape(metrics: Metrics, informers: Pick<SharedInformers, 'all'>): void {
  metrics.readAtScrape('informers', () => {
    const { informerObjects, informerWatches, informerWatchesOpen, informerLastEvent, informerRelists } = metrics;
    for (const metric of [informerObjects, informerWatches, informerWatchesOpen, informerLastEvent, informerRelists]) {
      metric.reset();
    }
    for (const informer of informers.all) read(metrics, informer);
    for (const [kind, at] of lastEvents(informers.all)) informerLastEvent.set({ kind }, at / 1000);
  });
}

function read(metrics: Metrics, { type: { kind }, size, state, mayBeAbsent }: Informer<unknown>): void {
  metrics.informerObjects.inc({ kind }, size);
  // What may stay away for good is not missed while it does.
  metrics.informerWatches.inc({ kind }, mayBeAbsent && state.waitingFor === 'not-served' ? 0 : 1);
  metrics.informerWatchesOpen.inc({ kind }, state.phase === 'watching' ? 1 : 0);
  for (const [reason, times] of Object.entries(state.relists)) metrics.informerRelists.inc({ kind, reason }, times);
}

/** The latest event of each kind, in milliseconds since 1970. */
function lastEvents(informers: readonly Informer<unknown>[]): ReadonlyMap<string, number> {
  const latest = new Map<string, number>();
  for (const { type, lastEventAt } of informers) {
    if (lastEventAt === undefined) continue;
    latest.set(type.kind, Math.max(latest.get(type.kind) ?? 0, lastEventAt.getTime()));
  }
  return latest;
}
