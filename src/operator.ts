import { allControllers } from './controllers/index.ts';
import { endpointFrom, identityFrom } from './identity.ts';
import { type Clock, sleep } from './k8s/clock.ts';
import { createClient } from './k8s/create-client.ts';
import type { Client } from './k8s/client.ts';
import { Discovery } from './k8s/discovery.ts';
import type { InformerContext } from './k8s/informer.ts';
import { SharedInformers } from './k8s/shared-informers.ts';
import { withCaller, withWriteGate } from './k8s/transport-layers.ts';
import type { Transport } from './k8s/transport.ts';
import { ApplyMemory } from './reconcilers/apply/apply-memory.ts';
import { ScaleDownDelay } from './reconcilers/typha-autoscaler/scale-down-delay.ts';
import { fieldManager } from './reconcilers/apply/take-over.ts';
import type { CertificateIssuer } from './reconcilers/certificates/issue.ts';
import { detectCalicoApi, servedPlatformGroups } from './reconcilers/cluster/calico-api.ts';
import { watchCluster } from './reconcilers/cluster/cluster.ts';
import type { ReconcileContext, Settings } from './reconcilers/context.ts';
import { createEventRecorder } from './runtime/events.ts';
import type { HealthCheck } from './runtime/health.ts';
import { LeaderElection } from './runtime/leader-election.ts';
import type { Logger } from './runtime/log.ts';
import { Manager, type Ending } from './runtime/manager.ts';
import type { Metrics } from './runtime/metrics.ts';
import { OPERATOR_VERSION } from './version.ts';

/**
 * All by which an operator touches the world. With the same surroundings it does the same, which is what simulations
 * rest on (docs/adr/0010-proving-ground.md).
 */
export interface Surroundings {
  readonly transport: Transport;
  readonly clock: Clock;
  /** From 0 to 1, as Math.random. */
  readonly random: () => number;
  readonly issuer: CertificateIssuer;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Differs between any two processes; holder of the lease, and reporter of Events. */
  readonly instance: string;
  readonly leaderElection: boolean;
  /** PEM text of the host's root certificates. */
  readonly systemRoots: string;
  readonly clusterDomain: string;
  readonly readMtu: Settings['readMtu'];
  /** Called before work begins, with the state of all watches; what it resolves with is called at the end. */
  readonly serve?: (checks: () => readonly HealthCheck[]) => Promise<() => void>;
}

const leaseName = 'operator-lock';
const apiRetryMs = 5_000;

/** Runs the operator until `signal` is aborted or its lease is lost. */
export async function runOperator(surroundings: Surroundings, signal: AbortSignal): Promise<Ending> {
  const { log, serve } = surroundings;
  const settings = await settle(surroundings, clientFor(surroundings, 'startup'), signal);
  if (settings === undefined) return 'stopped';
  const manager = assemble(surroundings, settings);
  const stopServing = await serve?.(() => manager.checks());
  log.info({ version: OPERATOR_VERSION, namespace: settings.operator.namespace }, 'Starting');
  try {
    return await manager.run(signal);
  } finally {
    stopServing?.();
  }
}

function clientFor({ clock, log, transport }: Surroundings, caller: string, base = transport): Client {
  return createClient(withCaller(base, caller), {
    clock,
    fieldManager,
    onWarning: (warning, path) => log.warn({ path, warning }, 'The API server warns'),
  });
}

/** Wires informers, controllers and the lease together. */
function assemble(surroundings: Surroundings, settings: Settings): Manager {
  const { clock, log, metrics, random, issuer, instance } = surroundings;
  const election = electionFor(surroundings, settings);
  const informers = informersFor(surroundings);
  const transport = gated(surroundings.transport, election);
  const recorder = clientFor(surroundings, 'events', transport);
  const shared: Omit<ReconcileContext, 'client' | 'log'> = {
    cluster: watchCluster(informers, settings),
    clock,
    events: createEventRecorder({ client: recorder, clock, log, reporter: 'tigera.io/operator', instance }),
    settings,
    memory: new ApplyMemory(clock),
    typhaScale: new ScaleDownDelay(),
    issuer,
  };
  const controllers = allControllers((name) => ({
    ...shared,
    client: clientFor(surroundings, name, transport),
    log: log.child({ by: name }),
  }));
  return new Manager({ clock, log, metrics, random, informers, controllers, ...(election && { election }) });
}

function electionFor(surroundings: Surroundings, { operator }: Settings): LeaderElection | undefined {
  const { clock, log, metrics, random, instance: identity, leaderElection } = surroundings;
  if (!leaderElection) return undefined;
  return new LeaderElection({
    client: clientFor(surroundings, 'leader-election'),
    clock,
    log,
    random,
    namespace: operator.namespace,
    name: leaseName,
    identity,
    onChange: (leading) => metrics.leader.set({ name: leaseName }, leading ? 1 : 0),
  });
}

/** Lets no write leave once the lease may be over. */
function gated(transport: Transport, election: LeaderElection | undefined): Transport {
  return withWriteGate(transport, () => {
    if (election !== undefined && !election.mayWrite())
      throw new Error('This process does not hold the lease any more');
  });
}

function informersFor(surroundings: Surroundings): SharedInformers {
  const { clock, log, random } = surroundings;
  return new SharedInformers({
    client: clientFor(surroundings, 'informers'),
    clock,
    random,
    withoutWatchList: new Set(),
    onError: (error, where) => log.error({ error, where }, 'A listener failed'),
    onChange: tellWaits(log),
  });
}

/** Logs what a watch waits for, once for each cause: a controller does not start before its watches are complete. */
function tellWaits(log: Logger): NonNullable<InformerContext['onChange']> {
  const told = new Map<unknown, string | undefined>();
  return (informer, { waitingFor, lastError }) => {
    if (told.get(informer) === waitingFor) return;
    told.set(informer, waitingFor);
    if (waitingFor === undefined) return;
    const { kind, plural } = informer.type;
    log.warn({ kind, plural, waitingFor, error: lastError }, 'A watch cannot start; trying again');
  };
}

/** Facts about the cluster that are asked for once. Waits where the API server, or the CRDs, are not there yet. */
async function settle(
  { clock, log, env, systemRoots, clusterDomain, readMtu }: Surroundings,
  client: Client,
  signal: AbortSignal,
): Promise<Settings | undefined> {
  const discovery = new Discovery(client, clock);
  const endpoint = endpointFrom(env);
  while (!signal.aborted) {
    try {
      const calicoApi = await detectCalicoApi(discovery, env['CALICO_API_GROUP']);
      const platformGroups = await servedPlatformGroups(discovery);
      if (calicoApi === 'projectcalico.org/v3') {
        const base = {
          operator: identityFrom(env),
          calicoApi,
          platformGroups,
          systemRoots,
          clusterDomain,
          readMtu,
        };
        return endpoint === undefined ? base : { ...base, endpoint };
      }
      log.warn('Waiting for the CRDs of projectcalico.org/v3; those of crd.projectcalico.org are not supported yet');
    } catch (error) {
      log.warn({ error }, 'Waiting for the API server');
    }
    await sleep(clock, apiRetryMs, signal);
    await discovery.refresh().catch(() => undefined);
  }
  return undefined;
}
