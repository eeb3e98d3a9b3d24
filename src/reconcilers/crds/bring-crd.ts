import type { Client } from '../../k8s/client.ts';
import { sleep, type Clock } from '../../k8s/clock.ts';
import { CustomResourceDefinition } from '../../k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../k8s/object.ts';
import type { CrdManifest } from '../../crds/definition.ts';
import { fieldManager, takeOver } from '../apply/take-over.ts';

/** A definition as far as we read it. */
export interface LiveCrd extends KubeObject {
  readonly spec?: CrdManifest['spec'];
  readonly status?: { readonly conditions?: readonly { type: string; status: string; message?: string }[] };
}

export const crdType: ResourceType<LiveCrd> = CustomResourceDefinition;

/** As long as the Go operator waits for one of these requests; its bodies are large. */
const timeoutMs = 10_000;
const establishPauseMs = 100;
const establishLimitMs = 30_000;

/**
 * Creates a definition, or makes the one that was looked at as desired: fields of the former operator, and what others
 * have added, become ours first. Rejects as the client does, with a conflict where somebody was faster.
 */
export async function bringCrd(client: Client, desired: CrdManifest, live: KubeObject | undefined): Promise<LiveCrd> {
  if (live === undefined) return client.apply(crdType, desired, { fieldManager, timeoutMs, conflicts: 'refuse' });
  const claim = takeOver(desired, live, 'whole');
  const { resourceVersion } = claim === undefined ? live.metadata : (await claimed(client, live, claim)).metadata;
  const metadata = { ...desired.metadata, ...(resourceVersion !== undefined && { resourceVersion }) };
  return client.apply(crdType, { ...desired, metadata }, { fieldManager, timeoutMs });
}

function claimed(client: Client, live: KubeObject, entries: object): Promise<LiveCrd> {
  const operations = [
    { op: 'replace', path: '/metadata/managedFields', value: entries },
    { op: 'replace', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion },
  ] as const;
  return client.patch(crdType, live.metadata, { type: 'json', operations }, { fieldManager, timeoutMs });
}

/** Resolves once the API server serves the kind; with why not, where that takes too long or `signal` is aborted. */
export async function whenEstablished(
  { client, clock }: { readonly client: Client; readonly clock: Clock },
  name: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const until = clock.monotonic() + establishLimitMs;
  for (;;) {
    const live = await client.get(crdType, { name }, { timeoutMs });
    if (live === undefined) return 'it was deleted';
    if (isEstablished(live)) return undefined;
    if (signal.aborted || clock.monotonic() >= until) return whyNot(live);
    await sleep(clock, establishPauseMs, signal);
  }
}

export function isEstablished({ status }: LiveCrd): boolean {
  return (
    status?.conditions?.some((condition) => condition.type === 'Established' && condition.status === 'True') === true
  );
}

function whyNot({ status }: LiveCrd): string {
  const refused = status?.conditions?.find((condition) => condition.status === 'False');
  return `the API server does not serve it yet${refused?.message === undefined ? '' : `: ${refused.message}`}`;
}
