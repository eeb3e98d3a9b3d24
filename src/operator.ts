import { allControllers } from './controllers/index.ts';
import { readClusterAtScrape } from './cluster-metrics.ts';
import type { CrdBundle } from './crds/bundle.ts';
import type { Clock } from './k8s/clock.ts';
import { createClient } from './k8s/create-client.ts';
import type { Client } from './k8s/client.ts';
import type { InformerContext } from './k8s/informer.ts';
import { SharedInformers } from './k8s/shared-informers.ts';
import { withCaller, withWriteGate } from './k8s/transport-layers.ts';
import type { Transport } from './k8s/transport.ts';
import { ApplyMemory } from './reconcilers/apply/apply-memory.ts';
import { ScaleDownDelay } from './reconcilers/typha-autoscaler/scale-down-delay.ts';
import { fieldManager } from './reconcilers/apply/take-over.ts';
import type { CertificateIssuer } from './reconcilers/certificates/issue.ts';
import { flavourOf } from './reconcilers/cluster/calico-api.ts';
import { retryWhenServed } from './reconcilers/cluster/calico-api-server.ts';
import { watchCluster, type Cluster } from './reconcilers/cluster/cluster.ts';
import type { ReconcileContext, Settings } from './reconcilers/context.ts';
import { CrdKeeper } from './reconcilers/crds/crd-keeper.ts';
import { ensureCrdsFirst } from './reconcilers/crds/ensure-crds.ts';
import { createEventRecorder } from './runtime/events.ts';
import type { HealthCheck } from './runtime/health.ts';
import { LeaderElection, LeaseLost } from './runtime/leader-election.ts';
import type { Logger } from './runtime/log.ts';
import { Manager, type Ending, type ManagerOptions } from './runtime/manager.ts';
import type { Metrics } from './runtime/metrics.ts';
import { ModeWatch } from './mode-watch.ts';
import { settle, StartWaits } from './settle.ts';
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
  /** The CRDs to bring; absent where others bring them. */
  readonly crds?: CrdBundle;
  /** Called before work begins, with the state of all watches; what it resolves with is called at the end. */
  readonly serve?: (checks: () => readonly HealthCheck[]) => Promise<() => void>;
}

const leaseName = 'operator-lock';

/** Runs the operator until `signal` is aborted or its lease is lost. */
export async function runOperator(surroundings: Surroundings, signal: AbortSignal): Promise<Ending> {
  const { log, serve } = surroundings;
  const waits = new StartWaits(log);
  let checks = (): readonly HealthCheck[] => waits.checks();
  const stopServing = await serve?.(() => checks());
  try {
    for (;;) {
      const client = clientFor(surroundings, 'startup');
      const settings = await settle(surroundings, client, waits, signal);
      if (settings === undefined) return 'stopped';
      const { manager, mode } = assemble(surroundings, settings);
      checks = () => manager.checks();
      const { operator, calicoApi } = settings;
      log.info({ version: OPERATOR_VERSION, namespace: operator.namespace, calicoApi }, 'Starting');
      const ending = await manager.run(AbortSignal.any([signal, mode.changed]));
      mode.stop();
      if (signal.aborted || ending !== 'stopped') return ending;
    }
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

/** All that works with one API group of Calico's configuration. */
interface Assembled {
  readonly manager: Manager;
  readonly mode: ModeWatch;
}

/** Wires informers, controllers and the lease together. */
function assemble(surroundings: Surroundings, settings: Settings): Assembled {
  const election = electionFor(surroundings, settings);
  const informers = informersFor(surroundings);
  const transport = gated(surroundings.transport, election);
  const { clock, log, metrics, random, env } = surroundings;
  const { controllers, prepare, migrations } = workOf({ surroundings, settings, informers, transport });
  const options = { clock, log, metrics, random, informers, controllers, prepare };
  return {
    manager: new Manager({ ...options, ...(election && { election }) }),
    mode: new ModeWatch({ informers, migrations, clock, log, env, calicoApi: settings.calicoApi }),
  };
}

interface Parts {
  readonly surroundings: Surroundings;
  readonly settings: Settings;
  readonly informers: SharedInformers;
  readonly transport: Transport;
}

type Work = Required<Pick<ManagerOptions, 'controllers' | 'prepare'>> & Pick<Cluster, 'migrations'>;

function workOf(parts: Parts): Work {
  const contextFor = contexts(parts);
  const first = contextFor('crds');
  const { migrations } = first.cluster;
  readClusterAtScrape(parts.surroundings.metrics, first.cluster);
  return { controllers: allControllers(contextFor), prepare: (signal) => ensureCrdsFirst(first, signal), migrations };
}

function contexts({ surroundings, settings, informers, transport }: Parts): (name: string) => ReconcileContext {
  const { clock, log, issuer, instance, metrics } = surroundings;
  const recorder = clientFor(surroundings, 'events', transport);
  const cluster = watchCluster(informers, settings);
  retryWhenServed(informers, cluster);
  const crds = crdKeeper({ surroundings, settings, informers, transport }, cluster);
  const shared: Omit<ReconcileContext, 'client' | 'log'> = {
    cluster,
    clock,
    events: createEventRecorder({ client: recorder, clock, log, reporter: 'tigera.io/operator', instance }),
    settings,
    memory: new ApplyMemory(clock),
    tally: (kind, result) => metrics.applied.inc({ kind, result }),
    typhaScale: new ScaleDownDelay(),
    issuer,
    ...(crds && { crds }),
  };
  return (name) => ({ ...shared, client: clientFor(surroundings, name, transport), log: log.child({ by: name }) });
}

/** Undefined where others bring the CRDs. */
function crdKeeper(
  { surroundings, settings, informers, transport }: Parts,
  { definitions }: Pick<Cluster, 'definitions'>,
): CrdKeeper | undefined {
  const { crds: bundle, clock, log } = surroundings;
  if (bundle === undefined || definitions === undefined) return undefined;
  return new CrdKeeper({
    client: clientFor(surroundings, 'crds', transport),
    clock,
    log: log.child({ by: 'crds' }),
    bundle,
    flavour: flavourOf(settings.calicoApi),
    release: OPERATOR_VERSION,
    live: (name) => definitions.get(name),
    wrote: (object) => definitions.upsert(object),
    onServed: () => informers.retry('not-served'),
  });
}

function electionFor(surroundings: Surroundings, { operator }: Settings): LeaderElection | undefined {
  const { clock, log, metrics, random, instance: identity, leaderElection } = surroundings;
  if (!leaderElection) return undefined;
  // A standby says that it is one: its silence would look like an operator that is down.
  metrics.leader.set({ name: leaseName }, 0);
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
    if (election !== undefined && !election.mayWrite()) throw new LeaseLost();
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
    onChange: tellWaits(surroundings),
  });
}

/** Logs what a watch waits for, once for each cause: a controller does not start before its watches are complete. */
function tellWaits({ log, crds }: Surroundings): NonNullable<InformerContext['onChange']> {
  const told = new Map<unknown, string | undefined>();
  return (informer, { waitingFor, lastError }) => {
    if (told.get(informer) === waitingFor) return;
    told.set(informer, waitingFor);
    if (waitingFor === undefined) return;
    const { kind, plural } = informer.type;
    // What we are about to bring ourselves, and what may stay away, is no news.
    const isExpected = waitingFor === 'not-served' && (crds !== undefined || informer.mayBeAbsent);
    const level = isExpected ? 'debug' : 'warn';
    log[level]({ kind, plural, waitingFor, error: lastError }, 'A watch cannot start; trying again');
  };
}
