import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import type { Secret, Service } from '../../src/crds/generated/core.gen.ts';
import type { Client } from '../../src/k8s/client.ts';
import { Secret as Secrets, Service as Services } from '../../src/k8s/kinds.ts';
import type { ResourceType } from '../../src/k8s/object.ts';

const namespace = 'calico-system';
const pollMs = 100;

/** What a pod behind a Service would serve with, and where it would be asked. */
export interface Ground {
  readonly address: string;
  readonly port: number;
  readonly certificate: string;
  readonly key: string;
}

/**
 * Waits for a Service and for the Secret that its pods mount, and takes the address of the Service to this machine: on the
 * loopback device of a network namespace that must be its own (`tools/own-network.sh`).
 */
export async function standIn(client: Client, service: string, secret: string): Promise<Ground> {
  for (;;) {
    const [live, pair] = await Promise.all([
      client.get(Services as ResourceType<Service>, { namespace, name: service }),
      client.get(Secrets as ResourceType<Secret>, { namespace, name: secret }),
    ]);
    const ground = groundOf(live, pair);
    if (ground !== undefined) {
      takeAddress(ground.address);
      return ground;
    }
    await pause(pollMs);
  }
}

function groundOf(service: Service | undefined, pair: Secret | undefined): Ground | undefined {
  const { clusterIP: address = '', ports = [] } = service?.spec ?? {};
  const [certificate, key] = [textAt(pair, 'tls.crt'), textAt(pair, 'tls.key')];
  const port = ports[0]?.port;
  return port === undefined || [address, certificate, key].includes('')
    ? undefined
    : { address, port, certificate, key };
}

function textAt(secret: Secret | undefined, key: string): string {
  return Buffer.from(secret?.data?.[key] ?? '', 'base64').toString('utf8');
}

function takeAddress(address: string): void {
  const { status, stderr } = spawnSync('ip', ['address', 'replace', `${address}/32`, 'dev', 'lo']);
  if (status !== 0) throw new Error(`${address} cannot be taken: ${String(stderr)}`);
}

/** Whether this process has a network of its own, so that it may take addresses. */
export function hasOwnNetwork(): boolean {
  const { stdout, status } = spawnSync('ip', ['-brief', 'link', 'show']);
  return status === 0 && String(stdout).trim().split('\n').length === 1;
}
