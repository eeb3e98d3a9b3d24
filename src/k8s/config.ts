import { access } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from './clock.ts';
import type { ClusterConfig } from './credentials.ts';
import { messageOf } from './errors.ts';
import { inClusterConfig, isInCluster } from './in-cluster.ts';
import { kubeconfigConfig } from './kubeconfig.ts';

export interface LoadConfigOptions {
  /** Path given on the command line; wins over everything. */
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

/** No usable configuration; the message names the ways out. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Finds the cluster: an explicit path, then `KUBECONFIG`, then the pod we run in, then `~/.kube/config`. Rejects with
 * ConfigError.
 */
export async function loadClusterConfig(options: LoadConfigOptions): Promise<ClusterConfig> {
  refuseBlindTrust(options.env);
  const source = await chooseSource(options);
  try {
    const config =
      source === 'in-cluster'
        ? await inClusterConfig(options)
        : await kubeconfigConfig({ files: source, context: options.context, clock: options.clock });
    refusePlainHttp(config.server);
    return config;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const where = source === 'in-cluster' ? 'the ServiceAccount of this pod' : `kubeconfig ${source}`;
    throw new ConfigError(`cannot use ${where}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** Either the word `in-cluster` or kubeconfig paths, as KUBECONFIG writes them. Rejects with ConfigError. */
export async function chooseSource({ kubeconfig, env }: LoadConfigOptions): Promise<string> {
  const named = [kubeconfig, env['KUBECONFIG']].find((files) => files !== undefined && files !== '');
  if (named !== undefined) return named;
  if (isInCluster(env)) return 'in-cluster';
  const home = env['HOME'];
  const standard = home === undefined ? undefined : path.join(home, '.kube', 'config');
  if (standard !== undefined && (await exists(standard))) return standard;
  throw new ConfigError(
    'no cluster found: name a kubeconfig with -kubeconfig or KUBECONFIG, put one at ~/.kube/config, or run in a pod ' +
      'with a ServiceAccount token (KUBERNETES_SERVICE_HOST is not set here)',
  );
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** This variable turns off certificate checks for the whole process, tokens included. */
function refuseBlindTrust(env: LoadConfigOptions['env']): void {
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    throw new ConfigError(
      'NODE_TLS_REJECT_UNAUTHORIZED=0 would send credentials to anyone who answers: unset it, and name the CA in the ' +
        'kubeconfig (certificate-authority) instead',
    );
  }
}

/** Throws ConfigError for a server that credentials would reach readable: without TLS, and not on this machine. */
export function refusePlainHttp(server: string): void {
  const { protocol, hostname } = new URL(server);
  const loopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  if (protocol !== 'https:' && !loopback) {
    throw new ConfigError(`server ${server} is not https: credentials would cross the network readable`);
  }
}
