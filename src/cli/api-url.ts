import { readFileSync } from 'node:fs';
import { FlagError } from './flags.ts';

/** The part of a kubeconfig that is read here (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/). */
interface Kubeconfig {
  readonly 'current-context'?: string;
  readonly contexts?: readonly { readonly name: string; readonly context?: { readonly cluster?: string } }[];
  readonly clusters?: readonly { readonly name: string; readonly cluster?: { readonly server?: string } }[];
}

/** The environment variables in which a pod is told where the API server is. */
export interface ServiceVariables {
  readonly KUBERNETES_SERVICE_HOST: string;
  readonly KUBERNETES_SERVICE_PORT: string;
}

/**
 * Where the API server is, read from the current context of a kubeconfig and from nothing else in it: for a kubelet's
 * kubeconfig on a host without kube-proxy, whose credentials are not the operator's. Throws FlagError, naming the file.
 */
export async function apiUrlFrom(file: string): Promise<ServiceVariables> {
  const server = serverOf(await readYaml(file));
  const url = server === undefined ? null : URL.parse(server);
  if (url === null || url.protocol !== 'https:') {
    throw refused(file, `its current context names no server that begins with https:// (${server ?? 'none'})`);
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: url.port === '' ? '443' : url.port };
}

async function readYaml(file: string): Promise<Kubeconfig> {
  const { parse } = await import('yaml');
  try {
    return (parse(readFileSync(file, 'utf8')) ?? {}) as Kubeconfig;
  } catch (error) {
    throw refused(file, String(error));
  }
}

function serverOf({ 'current-context': current, contexts = [], clusters = [] }: Kubeconfig): string | undefined {
  const cluster = contexts.find(({ name }) => name === current)?.context?.cluster;
  return clusters.find(({ name }) => name === cluster)?.cluster?.server;
}

function refused(file: string, why: string): FlagError {
  return new FlagError(`-url-only-kubeconfig: ${file}: ${why}`);
}
