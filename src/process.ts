import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { ConnectedCommand, MetricsFiles } from './cli/options.ts';
import { bootstrapCrds } from './commands/bootstrap-crds.ts';
import { persistDefaults } from './commands/persist-defaults.ts';
import { preDelete } from './commands/pre-delete.ts';
import type { CrdBundle } from './crds/bundle.ts';
import { systemClock, type Clock } from './k8s/clock.ts';
import { connect, type Connection } from './k8s/connect.ts';
import type { ClusterConfig } from './k8s/credentials.ts';
import type { Transport } from './k8s/transport.ts';
import { createClient } from './k8s/create-client.ts';
import { withCaller } from './k8s/transport-layers.ts';
import { serveMetricsEndpoint } from './metrics-endpoint.ts';
import { runOperator } from './operator.ts';
import { fieldManager } from './reconcilers/apply/take-over.ts';
import { createIssuer, nodeKeys } from './reconcilers/certificates/issue.ts';
import { serveHealth, type HealthCheck } from './runtime/health.ts';
import type { Logger } from './runtime/log.ts';
import type { Ending } from './runtime/manager.ts';
import { Metrics } from './runtime/metrics.ts';
import { OPERATOR_VERSION } from './version.ts';

export interface ProcessOptions {
  readonly config: ClusterConfig;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
  readonly leaderElection: boolean;
  /** Where probes are served; absent where they are not. */
  readonly healthAddress?: { readonly host: string; readonly port: number };
  readonly metricsFiles: MetricsFiles;
  /** PEM text of the host's root certificates. */
  readonly systemRoots: string;
  /** Domain of the cluster's Services, without `svc.`. */
  readonly clusterDomain: string;
  /** The CRDs to bring; absent where others bring them. */
  readonly crds?: CrdBundle;
}

/** Where calico-node leaves the MTU that it found. */
const mtuFile = '/var/lib/calico/mtu';

/** Runs the operator as a process of this host until `signal` is aborted or its lease is lost. */
export async function runProcess(options: ProcessOptions, signal: AbortSignal): Promise<Ending> {
  const { config, env, log } = options;
  const metrics = new Metrics();
  const connection = connected(config, metrics);
  const surroundings = {
    ...options,
    metrics,
    transport: connection.transport,
    clock: systemClock,
    random: Math.random,
    issuer: createIssuer(nodeKeys),
    instance: `${env['POD_NAME'] ?? hostname()}_${randomBytes(4).toString('hex')}`,
    readMtu: () => readFile(mtuFile, 'utf8').catch(() => undefined),
    serve: (checks: () => readonly HealthCheck[]) =>
      serve(options, { transport: connection.transport, metrics }, checks),
  };
  try {
    return await runOperator(surroundings, signal);
  } finally {
    log.debug('Closing connections');
    connection.close();
  }
}

/** What a command has that does one job and ends. */
export interface JobOptions extends Pick<ProcessOptions, 'config' | 'env' | 'log'> {
  readonly crds: CrdBundle;
}

type Job = (options: Omit<JobOptions, 'config'> & Connected, signal: AbortSignal) => Promise<boolean>;
interface Connected {
  readonly transport: Transport;
  readonly clock: Clock;
}

const jobs: Readonly<Record<Exclude<ConnectedCommand, 'run'>, Job>> = {
  'bootstrap-crds': bootstrapCrds,
  'pre-delete': preDelete,
  'persist-defaults': async (options) => {
    const written = await persistDefaults(options);
    options.log.info({ written }, 'The spec of the Installation says what is in effect');
    return true;
  },
};

/** Does one job against the cluster; true when it is done, false when `signal` was aborted before. Rejects as the jobs do. */
export async function runJob(
  job: keyof typeof jobs,
  { config, ...options }: JobOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const connection = connected(config, new Metrics());
  try {
    return await jobs[job]({ ...options, transport: connection.transport, clock: systemClock }, signal);
  } finally {
    connection.close();
  }
}

function connected(config: ClusterConfig, metrics: Metrics): Connection {
  return connect(config, {
    clock: systemClock,
    userAgent: `calico-operator/${OPERATOR_VERSION}`,
    observe: ({ verb, code, host, seconds }) => {
      metrics.requests.inc({ code: String(code), method: verb, host });
      metrics.requestSeconds.observe({ verb, host }, seconds);
    },
  });
}

/** Probes where asked for, metrics where the environment names a host or port (as the Go operator does). */
async function serve(
  options: ProcessOptions,
  { transport, metrics }: { readonly transport: Transport; readonly metrics: Metrics },
  checks: () => readonly HealthCheck[],
): Promise<() => void> {
  const { healthAddress, env, log, metricsFiles: files } = options;
  const onWarning = (warning: string): void => log.warn({ warning }, 'The API server warns');
  const client = createClient(withCaller(transport, 'metrics'), { clock: systemClock, fieldManager, onWarning });
  const endpoint = { env, files, metrics, client, clock: systemClock, issuer: createIssuer(nodeKeys) };
  const health = healthAddress === undefined ? undefined : serveHealth({ ...healthAddress, checks });
  const servers = await Promise.all([health, serveMetricsEndpoint(endpoint)]);
  return () => servers.forEach((server) => server?.close());
}
