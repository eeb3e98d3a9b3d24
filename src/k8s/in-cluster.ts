import { readFile, stat } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import type { Clock } from './clock.ts';
import type { ClusterConfig, Credentials } from './credentials.ts';

/** Where Kubernetes mounts the ServiceAccount of a pod. */
export const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Tokens are bound and short-lived; the kubelet replaces the file long before they expire. */
const REREAD_MS = 60_000;

export interface InClusterOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly folder?: string;
}

/** Whether the environment says that we run in a pod. */
export function isInCluster(env: InClusterOptions['env']): boolean {
  return serverOf(env) !== undefined;
}

/**
 * The configuration of a pod: address from the two environment variables, CA and token from the mounted files. Both are
 * read again after a minute and after a 401; the CA only when its file changed. Rejects when a file cannot be read.
 */
export async function inClusterConfig({
  env,
  clock,
  folder = SERVICE_ACCOUNT_FOLDER,
}: InClusterOptions): Promise<ClusterConfig> {
  const server = serverOf(env);
  if (server === undefined) throw new Error('KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set');
  const files = new ServiceAccountFiles(folder, clock);
  await files.credentials();
  const namespace = await readFile(`${folder}/namespace`, 'utf8').catch(() => 'default');
  return { server, namespace: namespace.trim(), credentials: (refresh) => files.credentials(refresh) };
}

function serverOf(env: InClusterOptions['env']): string | undefined {
  const host = env['KUBERNETES_SERVICE_HOST'];
  const port = env['KUBERNETES_SERVICE_PORT'];
  if (host === undefined || host === '' || port === undefined || port === '') return undefined;
  return `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

class ServiceAccountFiles {
  readonly #folder: string;
  readonly #clock: Clock;
  #readAt = -Infinity;
  #ca = '';
  #caChangedAt: number | undefined;
  #current: Credentials | undefined;

  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  async credentials(refresh?: 'now'): Promise<Credentials> {
    const known = this.#current;
    const stale = this.#clock.monotonic() - this.#readAt >= REREAD_MS;
    if (known !== undefined && refresh === undefined && !stale) return known;
    this.#readAt = this.#clock.monotonic();
    // Files that cannot be read for a moment are no reason to stop while the token that we have may still be good.
    const current = await this.#read().catch((error: unknown) => known ?? Promise.reject(error));
    this.#current = current;
    return current;
  }

  async #read(): Promise<Credentials> {
    const token = await readFile(`${this.#folder}/token`, 'utf8');
    return { tls: { ca: await this.#readCa() }, headers: { authorization: `Bearer ${token.trim()}` } };
  }

  async #readCa(): Promise<string> {
    const path = `${this.#folder}/ca.crt`;
    const { mtimeMs } = await stat(path);
    if (mtimeMs !== this.#caChangedAt) {
      this.#ca = await readFile(path, 'utf8');
      this.#caChangedAt = mtimeMs;
    }
    return this.#ca;
  }
}
