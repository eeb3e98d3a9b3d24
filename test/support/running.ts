import { createInformer, type Informer } from '../../src/k8s/informer.ts';
import { ConfigMap } from '../../src/k8s/kinds.ts';
import type { KubeObject } from '../../src/k8s/object.ts';
import type { ControllerContext } from '../../src/runtime/controller.ts';
import { createLogger } from '../../src/runtime/log.ts';
import { Metrics } from '../../src/runtime/metrics.ts';
import type { FakeClock } from './fake-clock.ts';
import type { ModelServer } from './model-server.ts';

/** A log that nobody reads. */
export const quiet = createLogger({ level: 'silent', format: 'json', time: 'epoch' });

/** What a controller runs in. */
export function aContext(clock: FakeClock): ControllerContext {
  return { clock, log: quiet, metrics: new Metrics(), random: () => 0 };
}

function refuse(error: unknown): never {
  throw error;
}

/** What informers run in, in virtual time and without randomness. */
export function anInformerContext(clock: FakeClock, server: ModelServer): Parameters<typeof createInformer>[0] {
  return { client: server.client, clock, random: () => 0, withoutWatchList: new Set(), onError: refuse };
}

/** An informer of ConfigMaps; it is complete once it runs. */
export function anInformer(clock: FakeClock, server: ModelServer): Informer<KubeObject> {
  return createInformer(anInformerContext(clock, server), { type: ConfigMap, projection: 'whole' });
}

/** Value of the one sample of a metric with these labels; 0 where there is none. */
export async function sample(metrics: Metrics, name: string, labels: Record<string, string>): Promise<number> {
  const { values } = (await metrics.registry.getSingleMetric(name)?.get()) ?? { values: [] };
  const wanted = Object.entries(labels);
  return values.find(({ labels }) => wanted.every(([key, value]) => labels[key] === value))?.value ?? 0;
}
