import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a pod finds of its ServiceAccount and of the API server. */
export interface PodAccess {
  /** Folder with `token`, `ca.crt` and `namespace`. */
  readonly serviceAccount: string;
  /** Port of the API server on loopback. */
  readonly port: number;
}

export interface ServiceAccountFiles {
  readonly token: string;
  readonly ca: string;
  readonly namespace: string;
}

/** Writes a folder as Kubernetes mounts it into pods, and returns its path. */
export function writeServiceAccount(folder: string, { token, ca, namespace }: ServiceAccountFiles): string {
  const target = join(folder, 'serviceaccount');
  mkdirSync(target, { recursive: true, mode: 0o700 });
  const files = { token, 'ca.crt': ca, namespace };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(target, name), content, { mode: 0o600 });
  return target;
}

/**
 * The folder of the ServiceAccount is a fixed path, so the program gets a mount namespace in which /var/run is its own:
 * nothing of it is seen, or left, outside. Every step is an exec, so the process id stays that of the program.
 */
const mountAndRun = `set -e
mount -t tmpfs tmpfs /var/run
mkdir -p /var/run/secrets/kubernetes.io/serviceaccount
cp "$1"/* /var/run/secrets/kubernetes.io/serviceaccount/
shift
exec "$@"`;

/** A command that runs `command` as in a pod. Needs root. */
export function asPod(command: readonly string[], { serviceAccount }: PodAccess): string[] {
  return ['unshare', '--mount', 'sh', '-c', mountAndRun, 'as-pod', serviceAccount, ...command];
}

/** The two variables that Kubernetes sets in every pod; an ambient kubeconfig would win over them. */
export function podEnvironment({ port }: PodAccess): Record<string, string> {
  return { KUBECONFIG: '', KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: String(port) };
}

/** Whether this machine lets us mount in a namespace of our own. */
export function canRunAsPod(): boolean {
  return spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/var/run']).status === 0;
}
