import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { credentialOf, isLeaseRequest, requestsWhere, type AuditEvent } from '../../tools/cluster/audit-log.ts';
import type { Replica, ReplicaOptions } from '../../tools/cluster/test-cluster.ts';
import { overlappingWrites } from '../../tools/observer/oracles/overlapping-writes.ts';
import type { World } from './world.ts';

/** How long between two edits that give the leader something to write. */
const editMs = 200;

/** Several operators on one cluster, and what the audit log tells of each. */
export class Replicas {
  readonly #world: World;
  readonly #all: Replica[] = [];
  #editing: Promise<void> | undefined;
  #quiet = false;

  constructor(world: World) {
    this.#world = world;
  }

  async starts(name: string, options: ReplicaOptions = {}): Promise<Replica> {
    const replica = await this.#world.cluster.startReplica(name, options);
    this.#all.push(replica);
    return replica;
  }

  /** From now on the spec changes all the time, so that whoever leads has something to write. */
  keepsBusy(): void {
    this.#quiet = false;
    this.#editing = this.#edits();
  }

  /** The last edit is done. */
  async rests(): Promise<void> {
    this.#quiet = true;
    await this.#editing;
  }

  async ends(): Promise<void> {
    await this.rests();
    for (const { process } of this.#all) {
      process.signals('SIGCONT');
      await process.stop('SIGKILL');
    }
  }

  /** Waits until a process has written the lease, or the objects, since a moment; returns when it first did. */
  async writesFirst(replica: Replica, since: number, what: 'lease' | 'objects' = 'lease'): Promise<number> {
    let at = NaN;
    await this.#world.eventually(`${replica.name} writes the ${what}`, async () => {
      const events = (await this.#written()).filter((event) => credentialOf(event) === replica.credential);
      const mine = events.filter((event) => arrivalOf(event) >= since && isLeaseRequest(event) === (what === 'lease'));
      at = Math.min(...mine.map(arrivalOf));
      return mine.length > 0;
    });
    return at;
  }

  /** Writes of processes that did not hold the lease, so far. */
  async overlaps(): Promise<string[]> {
    return overlappingWrites(await this.#written(), (event) => this.#nameOf(event));
  }

  /** How many writes of each process there were. */
  async counts(): Promise<Readonly<Record<string, number>>> {
    const written = (await this.#written()).filter((event) => !isLeaseRequest(event));
    return Object.fromEntries(
      this.#all.map(({ name }) => [name, written.filter((event) => this.#nameOf(event) === name).length]),
    );
  }

  #nameOf(event: AuditEvent): string | undefined {
    return this.#all.find(({ credential }) => credential === credentialOf(event))?.name;
  }

  #written(): Promise<AuditEvent[]> {
    return requestsWhere(
      this.#world.cluster.plane.auditLog,
      (event) => isWrite(event) && this.#nameOf(event) !== undefined,
    );
  }

  async #edits(): Promise<void> {
    for (let port = 9100; !this.#quiet; port++) {
      await this.#world.appliesInstallation({ typhaMetricsPort: port });
      await pause(editMs);
    }
  }
}

const writeVerbs = new Set(['create', 'update', 'patch', 'delete']);
const unowned = new Set(['events', 'selfsubjectaccessreviews']);

function isWrite({ verb, stage, objectRef }: AuditEvent): boolean {
  return writeVerbs.has(verb) && stage === 'ResponseComplete' && !unowned.has(objectRef?.resource ?? '');
}

function arrivalOf({ requestReceivedTimestamp }: AuditEvent): number {
  return Date.parse(requestReceivedTimestamp);
}

/** What a process has said so far. */
export function logOf({ logFile }: Replica): string {
  return existsSync(logFile) ? readFileSync(logFile, 'utf8') : '';
}
