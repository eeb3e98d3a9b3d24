import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { allControllers } from './controllers/index.ts';
import { endpointFrom, identityFrom } from './identity.ts';
import { type Clock, sleep } from './k8s/clock.ts';
import { connect } from './k8s/connect.ts';
import { createClient } from './k8s/create-client.ts';
import type { Client } from './k8s/client.ts';
import type { ClusterConfig } from './k8s/credentials.ts';
import { Discovery } from './k8s/discovery.ts';
import type { InformerContext } from './k8s/informer.ts';
import { SharedInformers } from './k8s/shared-informers.ts';
import { withCaller, withWriteGate } from './k8s/transport-layers.ts';
import type { Transport } from './k8s/transport.ts';
import { ApplyMemory } from './reconcilers/apply/apply-memory.ts';
import { fieldManager } from './reconcilers/apply/take-over.ts';
import { detectCalicoApi, servedPlatformGroups } from './reconcilers/cluster/calico-api.ts';
import { watchCluster } from './reconcilers/cluster/cluster.ts';
import type { ReconcileContext, Settings } from './reconcilers/context.ts';
import { createEventRecorder } from './runtime/events.ts';
import { serveHealth, type HealthCheck } from './runtime/health.ts';
import { LeaderElection } from './runtime/leader-election.ts';
import type { Logger } from './runtime/log.ts';
import { Manager, type Ending } from './runtime/manager.ts';
import { Metrics } from './runtime/metrics.ts';
import { OPERATOR_VERSION } from './version.ts';

export interface OperatorOptions {
  readonly config: ClusterConfig;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly leaderElection: boolean;
  /** Where probes are served; absent where they are not. */
  readonly healthAddress?: { readonly host: string; readonly port: number };
  /** PEM text of the host's root certificates. */
  readonly systemRoots: string;
}

const leaseName = 'operator-lock';
const apiRetryMs = 5_000;

/** Runs the operator until `signal` is aborted or its lease is lost. */
export async function runOperator(options: OperatorOptions, signal: AbortSignal): Promise<Ending> {
  const { config, clock, log } = options;
  const metrics = new Metrics();
  const connection = connect(config, {
    clock,
    userAgent: `calico-operator/${OPERATOR_VERSION}`,
    observe: ({ verb, code, host, seconds }) => {
      metrics.requests.inc({ code: String(code), method: verb, host });
      metrics.requestSeconds.observe({ verb, host }, seconds);
    },
  });
  try {
    return await runOn(connection.transport, options, metrics, signal);
  } finally {
    log.debug('Closing connections');
    connection.close();
  }
}

async function runOn(
  transport: Transport,
  options: OperatorOptions,
  metrics: Metrics,
  signal: AbortSignal,
): Promise<Ending> {
  const { clock, log, env } = options;
  const identity = identityFrom(env);
  const instance = `${env['POD_NAME'] ?? hostname()}_${randomBytes(4).toString('hex')}`;
  const clientFor = (caller: string, base = transport): Client =>
    createClient(withCaller(base, caller), {
      clock,
      fieldManager,
      onWarning: (warning, path) => log.warn({ path, warning }, 'The API server warns'),
    });

  const settings = await settle(options, clientFor('startup'), signal);
  if (settings === undefined) return 'stopped';

  const election = options.leaderElection
    ? new LeaderElection({
        client: clientFor('leader-election'),
        clock,
        log,
        namespace: identity.namespace,
        name: leaseName,
        identity: instance,
        onChange: (leading) => metrics.leader.set({ name: leaseName }, leading ? 1 : 0),
      })
    : undefined;
  const gated = withWriteGate(transport, () => {
    if (election !== undefined && !election.mayWrite())
      throw new Error('This process does not hold the lease any more');
  });

  const informers = new SharedInformers({
    client: clientFor('informers'),
    clock,
    random: Math.random,
    withoutWatchList: new Set(),
    onError: (error, where) => log.error({ error, where }, 'A listener failed'),
    onChange: tellWaits(log),
  });
  const client = clientFor('reconcile', gated);
  const ctx: ReconcileContext = {
    client,
    cluster: watchCluster(informers, identity),
    clock,
    log,
    events: createEventRecorder({ client, clock, log, reporter: 'tigera.io/operator', instance }),
    settings,
    memory: new ApplyMemory(clock),
  };
  const controllers = allControllers(ctx);
  const manager = new Manager({ clock, log, metrics, informers, controllers, ...(election && { election }) });
  const servers = await serve(options, metrics, () => manager.checks());
  log.info({ version: OPERATOR_VERSION, namespace: identity.namespace }, 'Starting');
  try {
    return await manager.run(signal);
  } finally {
    for (const server of servers) server.close();
  }
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
async function settle(options: OperatorOptions, client: Client, signal: AbortSignal): Promise<Settings | undefined> {
  const { clock, log, env, systemRoots } = options;
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
          mtuFile: '/var/lib/calico/mtu',
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

/** Probes where asked for, metrics where the environment names a host or port (as the Go operator does). */
async function serve(
  { healthAddress, env }: OperatorOptions,
  metrics: Metrics,
  checks: () => readonly HealthCheck[],
): Promise<{ close(): void }[]> {
  const { METRICS_HOST: metricsHost = '', METRICS_PORT: metricsPort = '' } = env;
  const servers: Promise<{ close(): void }>[] = [];
  if (healthAddress !== undefined) servers.push(serveHealth({ ...healthAddress, checks }));
  if (metricsHost !== '' || metricsPort !== '') {
    const [host, port] = [metricsHost === '' ? '::' : metricsHost, metricsPort === '' ? 8484 : Number(metricsPort)];
    servers.push(serveHealth({ host, port, checks, metrics }));
  }
  return Promise.all(servers);
}
