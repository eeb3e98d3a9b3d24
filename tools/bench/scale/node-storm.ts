import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../../../src/k8s/client.ts';
import { Node } from '../../../src/k8s/kinds.ts';

export interface StormOptions {
  readonly admin: Client;
  readonly nodes: number;
  /** Updates in a second. */
  readonly updates: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** Ten times a second a tenth of the updates goes out, so that they spread. */
const beatsInASecond = 10;

/** Nodes send heartbeats, one after the other. Resolves with the number sent: fewer where the API server is slower. */
export async function stormOfHeartbeats({ admin, nodes, updates, seconds, signal }: StormOptions): Promise<number> {
  const startedAt = Date.now();
  let sent = 0;
  for (let beat = 0; beat < seconds * beatsInASecond; beat += 1) {
    const batch = Array.from({ length: updates / beatsInASecond }, (_, offset) => `node-${(sent + offset) % nodes}`);
    await Promise.all(batch.map((name) => heartbeat(admin, name)));
    sent += batch.length;
    const ahead = startedAt + ((beat + 1) * 1000) / beatsInASecond - Date.now();
    if (ahead > 0) await pause(ahead, undefined, { signal });
    if (Date.now() > startedAt + seconds * 1000) break;
  }
  return sent;
}

/** What a kubelet changes every five minutes; kwok has given each node its conditions. */
async function heartbeat(admin: Client, name: string): Promise<void> {
  const value = new Date().toISOString().replace(/\.\d+/, '');
  const operations = [{ op: 'replace', path: '/status/conditions/0/lastHeartbeatTime', value }] as const;
  await admin.patch(Node, { name }, { type: 'json', operations }, { subresource: 'status' });
}
