/** Time that fewer must be enough before there are fewer: longer than a node usually takes to be drained and to return. */
const delayMs = 10 * 60_000;

/** What is wanted, and what there is. */
export interface Wish {
  readonly replicas: number;
  /** What the number follows from, besides the nodes. An edit of it is a decision, and counts at once. */
  readonly rule: string;
  /** Replicas of the Deployment; undefined where there is none. */
  readonly running: number | undefined;
  /** Milliseconds of a clock that never goes back. */
  readonly now: number;
}

export interface SettledScale {
  readonly replicas: number;
  /** When fewer may be enough, if no more are wanted until then. */
  readonly againAfterMs?: number;
}

/** A number that was wanted, and until when. */
interface PastWish {
  readonly replicas: number;
  readonly until: number;
}

/**
 * More replicas come at once, fewer only when none of the last ten minutes wanted more: each change moves clients, and
 * nodes that come and go must not move them each time. It is held in memory only; after a restart ten minutes begin anew,
 * with what is running as the first wish.
 */
export class ScaleDownDelay {
  /** Replicas fall and times rise along the list; the last is the present wish. */
  #wishes: readonly PastWish[] = [];
  #rule: string | undefined;

  /** What to run now. */
  settle({ replicas, rule, running, now }: Wish): SettledScale {
    const wishes = this.#lasting({ rule, running, now }).filter(({ until }) => until > now - delayMs);
    const higher = wishes.filter((wish) => wish.replicas > replicas);
    this.#wishes = [...higher, { replicas, until: now }];
    this.#rule = rule;
    const [highest] = higher;
    return highest === undefined
      ? { replicas }
      : { replicas: highest.replicas, againAfterMs: highest.until + delayMs - now };
  }

  /** A wish holds until the next one comes. */
  #lasting({ rule, running, now }: Omit<Wish, 'replicas'>): readonly PastWish[] {
    const present = this.#wishes.at(-1);
    if (present === undefined) return running === undefined ? [] : [{ replicas: running, until: now }];
    return rule === this.#rule ? [...this.#wishes.slice(0, -1), { ...present, until: now }] : [];
  }
}
