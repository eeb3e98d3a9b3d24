/** Time that fewer must be enough before there are fewer: longer than a node usually takes to be drained and to return. */
const delayMs = 10 * 60_000;

/** A number that was wanted, and until when. */
interface Wish {
  readonly replicas: number;
  readonly until: number;
}

export interface SettledScale {
  readonly replicas: number;
  /** When fewer may be enough, if no more are wanted until then. */
  readonly againAfterMs?: number;
}

/**
 * More replicas come at once, fewer only when none of the last ten minutes wanted more: each change moves clients, and
 * nodes that come and go must not move them each time. It is held in memory only; after a restart ten minutes begin anew,
 * with what is running as the first wish.
 */
export class ScaleDownDelay {
  /** Replicas fall and times rise along the list; the last is the present wish. */
  #wishes: readonly Wish[] = [];

  /** What to run now. `running` is what there is, undefined for nothing; `now` comes from a clock that never goes back. */
  settle(replicas: number, running: number | undefined, now: number): SettledScale {
    const wishes = this.#lastingUntil(now, running).filter((wish) => wish.until > now - delayMs);
    const higher = wishes.filter((wish) => wish.replicas > replicas);
    this.#wishes = [...higher, { replicas, until: now }];
    const [highest] = higher;
    return highest === undefined
      ? { replicas }
      : { replicas: highest.replicas, againAfterMs: highest.until + delayMs - now };
  }

  /** A wish holds until the next one comes. */
  #lastingUntil(now: number, running: number | undefined): readonly Wish[] {
    const present = this.#wishes.at(-1);
    if (present !== undefined) return [...this.#wishes.slice(0, -1), { ...present, until: now }];
    return running === undefined ? [] : [{ replicas: running, until: now }];
  }
}
