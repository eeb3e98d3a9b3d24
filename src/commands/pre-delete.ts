import {
  ApiServers,
  GatewayApis,
  Goldmanes,
  Installations,
  Istios,
  ManagementClusterConnections,
  TigeraStatuses,
  Whiskers,
} from '../crds/kinds.ts';
import { identityFrom } from '../identity.ts';
import type { Client } from '../k8s/client.ts';
import { sleep, type Clock } from '../k8s/clock.ts';
import { createClient } from '../k8s/create-client.ts';
import { isConflict, isForbidden, isNotFound, isTerminal, messageOf } from '../k8s/errors.ts';
import { Lease } from '../k8s/kinds.ts';
import { incarnationOf, type KubeObject, type ResourceType } from '../k8s/object.ts';
import type { Transport } from '../k8s/transport.ts';
import { withCaller } from '../k8s/transport-layers.ts';
import { fieldManager } from '../reconcilers/apply/take-over.ts';
import type { Logger } from '../runtime/log.ts';

/** What deleting the custom resources takes. */
export interface PreDeleteOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Logger;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** After so long the operator is not waited for any longer. */
  readonly timeoutMs?: number;
}

/** The operator has not finished in time; the message says what is left, and what to do. */
export class TeardownUnfinished extends Error {
  override readonly name = 'TeardownUnfinished';
}

/** In this order: what sits on Calico first. */
const kinds: readonly ResourceType[] = [
  Whiskers,
  Goldmanes,
  ManagementClusterConnections,
  GatewayApis,
  Istios,
  Installations,
  ApiServers,
];

const fiveMinutesMs = 300_000;
const pollMs = 2_000;
/** The holder of the lease renews it every few seconds; older than this, nobody holds it. */
const leaseStaleMs = 30_000;

/**
 * Deletes all custom resources of the operator and waits until the running operator has taken the Installation down: what
 * the Job does that `helm uninstall` runs first. Can be repeated at any point. Resolves with false where `signal` is aborted
 * before; rejects with TeardownUnfinished, and as the client does where the API server refuses.
 */
export async function preDelete(options: PreDeleteOptions, signal: AbortSignal): Promise<boolean> {
  const { clock, log, transport, timeoutMs = fiveMinutesMs } = options;
  const client = createClient(withCaller(transport, 'pre-delete'), { clock, fieldManager, onWarning: () => undefined });
  const deadline = clock.monotonic() + timeoutMs;
  for (let said = ''; !signal.aborted; await sleep(clock, pollMs, signal)) {
    const waiting = await remainder(options, client);
    if (waiting === undefined) return true;
    if (clock.monotonic() >= deadline) throw new TeardownUnfinished(waiting);
    if (waiting !== said) log.info(waiting);
    said = waiting;
  }
  return false;
}

/** Deletes, and says what is waited for; undefined when no Installation is left. */
async function remainder(options: PreDeleteOptions, client: Client): Promise<string | undefined> {
  try {
    const left = await deleteAll(client, options.log);
    return left.length === 0 ? undefined : await describe(options, client, left);
  } catch (error) {
    if (isTerminal(error) || isForbidden(error)) throw error;
    return `Waiting for the API server: ${messageOf(error)}`;
  }
}

/** Deletes what is not being deleted yet; resolves with the Installations that are left. */
async function deleteAll(client: Client, log: Logger): Promise<readonly KubeObject[]> {
  for (const kind of kinds) {
    for (const object of await present(client, kind)) {
      if (object.metadata.deletionTimestamp !== undefined) continue;
      log.info(`Deleting ${kind.kind} ${object.metadata.name}`);
      await client.delete(kind, incarnationOf(object)).catch(unlessConflict);
    }
  }
  return present(client, Installations);
}

/** Somebody has changed or replaced the object meanwhile; it is deleted on the next pass. */
function unlessConflict(error: unknown): undefined {
  if (!isConflict(error)) throw error;
  return undefined;
}

async function present(client: Client, type: ResourceType): Promise<readonly KubeObject[]> {
  try {
    return (await client.list(type, { content: 'metadata' })).items;
  } catch (error) {
    // No CRD, no objects.
    if (isNotFound(error)) return [];
    throw error;
  }
}

async function describe(
  { clock, env }: PreDeleteOptions,
  client: Client,
  left: readonly KubeObject[],
): Promise<string> {
  const installations = left.map(
    ({ metadata }) => `Installation ${metadata.name} is held by ${(metadata.finalizers ?? ['nothing']).join(', ')}`,
  );
  const { namespace } = identityFrom(env);
  const told = (await client.list(TigeraStatuses)).items.flatMap(({ metadata, status }) =>
    (status?.conditions ?? []).flatMap(({ type, status: value, message = '' }) =>
      type === 'Degraded' && value === 'True' ? [`TigeraStatus ${metadata.name}: ${message}`] : [],
    ),
  );
  const working = (await isAtWork(client, clock, namespace))
    ? []
    : [
        `No operator is at work in namespace ${namespace}: start it (kubectl -n ${namespace} get deployment tigera-operator), it takes Calico down`,
      ];
  return [...installations, ...told.toSorted(), ...working].join('. ');
}

/** Whether somebody holds the lease, as every operator does that runs with leader election. */
async function isAtWork(client: Client, clock: Clock, namespace: string): Promise<boolean> {
  const type = Lease as ResourceType<KubeObject & { spec?: { renewTime?: string } }>;
  const renewed = (await client.get(type, { namespace, name: 'operator-lock' }))?.spec?.renewTime;
  return renewed === undefined || clock.wall().getTime() - Date.parse(renewed) < leaseStaleMs;
}
