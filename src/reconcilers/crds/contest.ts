import type { KubeObject } from '../../k8s/object.ts';

/** So often in a row we write over somebody who writes over us, in case it was an accident or a rollout. */
const patience = 3;
const firstHoldMs = 60 * 60_000;
const longestHoldMs = 24 * 60 * 60_000;

interface Loss {
  readonly count: number;
  readonly at: number;
  /** The state in which it was found; the same state is one loss, however often we look. */
  readonly state: string;
  readonly by: readonly string[];
}

/**
 * Remembers who writes over the definitions that this process has sent. After a few losses we stop sending for an hour,
 * then longer: two programs that undo each other every few seconds harm everyone who watches the kind.
 */
export class Contest {
  readonly #sent = new Set<string>();
  readonly #losses = new Map<string, Loss>();

  hasSent(name: string): boolean {
    return this.#sent.has(name);
  }

  sent(name: string): void {
    this.#sent.add(name);
  }

  /** Takes in that a definition which we sent is older again. `now` is monotonic time. */
  lost(live: KubeObject, now: number): void {
    const { name, uid = '', generation = 0 } = live.metadata;
    const state = `${uid} ${generation}`;
    const before = this.#losses.get(name);
    if (!this.#sent.has(name) || before?.state === state) return;
    const isOver = before !== undefined && now - before.at > longestHoldMs * 2;
    const count = isOver ? 1 : (before?.count ?? 0) + 1;
    this.#losses.set(name, { count, at: now, state, by: writersOf(live) });
  }

  /** How long a definition is not to be sent, in milliseconds; 0 where it may be. */
  holdOf(name: string, now: number): number {
    const loss = this.#losses.get(name);
    if (loss === undefined || loss.count < patience) return 0;
    const holdMs = Math.min(firstHoldMs * 2 ** (loss.count - patience), longestHoldMs);
    return Math.max(0, loss.at + holdMs - now);
  }

  /** Who wrote last, as the API server knows them. */
  winnersOf(name: string): readonly string[] {
    return this.#losses.get(name)?.by ?? [];
  }
}

/** The field managers of the schemas, or of whatever is known where nobody owns them as a whole. */
function writersOf({ metadata: { managedFields = [] } }: KubeObject): string[] {
  const content = managedFields.filter(({ subresource = '' }) => subresource === '');
  const owners = content.filter(({ fieldsV1 }) => fieldsV1?.['f:spec']?.['f:versions'] !== undefined);
  const writers = owners.length > 0 ? owners : content;
  return [...new Set(writers.map(({ manager = 'unknown' }) => manager))].toSorted();
}
