import type { RequestOptions } from 'node:https';
import path from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import type { Clock } from './clock.ts';
import type { ClusterConfig, Credentials, TlsMaterial } from './credentials.ts';

export interface KubeconfigOptions {
  /** One path, or several separated like PATH, merged as kubectl does. */
  readonly files: string;
  readonly context?: string | undefined;
  readonly clock: Clock;
}

/** The official client answers from its own caches within this time anyway. */
const REUSE_MS = 5_000;

/**
 * The configuration of a kubeconfig, with every way of authentication that the official JavaScript client knows: tokens,
 * certificates, exec plugins, OIDC, cloud providers, proxies. That library is loaded only here and only now, because it
 * costs more memory than the rest of the program. Rejects with the library's error for an unreadable file.
 */
export async function kubeconfigConfig(options: KubeconfigOptions): Promise<ClusterConfig> {
  const kubeconfig = await load(options);
  const cluster = kubeconfig.getCurrentCluster();
  if (cluster === null) {
    throw new Error(
      `${options.files}: context ${JSON.stringify(kubeconfig.getCurrentContext())} names no known cluster`,
    );
  }
  const context = kubeconfig.getContextObject(kubeconfig.getCurrentContext());
  const source = new KubeconfigCredentials(kubeconfig, options);
  return {
    server: cluster.server.replace(/\/$/, ''),
    namespace: context?.namespace ?? 'default',
    credentials: (refresh) => source.credentials(refresh),
  };
}

async function load({ files, context }: KubeconfigOptions): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node/dist/config.js');
  const merged = new KubeConfig();
  for (const [index, file] of files
    .split(path.delimiter)
    .filter((name) => name !== '')
    .entries()) {
    const one = index === 0 ? merged : new KubeConfig();
    one.loadFromFile(file);
    if (one !== merged) merged.mergeConfig(one, true);
  }
  if (context !== undefined) merged.setCurrentContext(context);
  return merged;
}

/** Asks the library at most once at a time, because an exec plugin may open a browser. */
class KubeconfigCredentials {
  readonly #options: KubeconfigOptions;
  #kubeconfig: KubeConfig;
  #readAt = -Infinity;
  #current: Promise<Credentials> | undefined;

  constructor(kubeconfig: KubeConfig, options: KubeconfigOptions) {
    this.#kubeconfig = kubeconfig;
    this.#options = options;
  }

  credentials(refresh?: 'now'): Promise<Credentials> {
    const age = this.#options.clock.monotonic() - this.#readAt;
    const reuse = refresh === undefined ? age < REUSE_MS : age < 1_000;
    if (this.#current !== undefined && reuse) return this.#current;
    this.#readAt = this.#options.clock.monotonic();
    this.#current = this.#read(refresh);
    this.#current.catch(() => (this.#current = undefined));
    return this.#current;
  }

  async #read(refresh?: 'now'): Promise<Credentials> {
    // A new KubeConfig forgets what an exec plugin said: nothing in the library reacts to a 401.
    if (refresh === 'now') this.#kubeconfig = await load(this.#options);
    const options: RequestOptions = {};
    await this.#kubeconfig.applyToHTTPSOptions(options);
    const proxied = this.#kubeconfig.getCurrentCluster()?.proxyUrl !== undefined;
    const base = { tls: tlsOf(options), headers: headersOf(options) };
    return proxied && options.agent instanceof Object ? { ...base, proxyAgent: options.agent } : base;
  }
}

/** The library fills these in as the types of TlsMaterial; its own type is the wider one of node:tls. */
function tlsOf(options: RequestOptions): TlsMaterial {
  const { ca, cert, key, passphrase, servername, rejectUnauthorized } = options;
  const entries = Object.entries({ ca, cert, key, passphrase, servername, rejectUnauthorized });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function headersOf({ headers, auth }: RequestOptions): Record<string, string> {
  const basic = typeof auth === 'string' ? { authorization: `Basic ${Buffer.from(auth).toString('base64')}` } : {};
  const given = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  return { ...basic, ...Object.fromEntries(given) };
}
