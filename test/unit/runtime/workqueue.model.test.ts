import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Timer } from '../../../src/k8s/clock.ts';
import { WorkQueue } from '../../../src/runtime/workqueue.ts';
import { FakeClock } from '../../support/fake-clock.ts';

type Step =
  | { readonly do: 'add' | 'fail' | 'forget'; readonly key: string }
  | { readonly do: 'later'; readonly key: string; readonly ms: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'take' | 'finish' };

const key = fc.constantFrom('a', 'b', 'c');
const ms = fc.constantFrom(1, 5, 40, 100, 101, 400);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('add', 'fail', 'forget'), key }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('later'), key, ms }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait'), ms }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('take', 'finish') }) },
);

const MOST_MS = 30_000;

/** A queue, its workers, and what the queue owes: the keys that were asked for and have not been handed out since. */
class Run {
  readonly clock = new FakeClock();
  readonly owed = new Set<string>();
  readonly held = new Set<string>();
  readonly #queue: WorkQueue<string>;
  readonly #restMs: number;
  readonly #contradictions: string[] = [];
  readonly #due = new Map<string, { readonly at: number; readonly timer: Timer }>();
  readonly #failures = new Map<string, number>();
  readonly #finishedAt = new Map<string, number>();
  #idle = 0;

  constructor(restMs: number) {
    this.#restMs = restMs;
    this.#queue = new WorkQueue({ clock: this.clock, random: () => 0, restMs });
  }

  async take(next: Step): Promise<void> {
    if (next.do === 'add') this.#add(next.key);
    else if (next.do === 'later') this.#later(next.key, next.ms);
    else if (next.do === 'fail') this.#fail(next.key);
    else if (next.do === 'forget') this.#forget(next.key);
    else if (next.do === 'wait') await this.clock.advance(next.ms);
    else if (next.do === 'take') this.#work();
    else this.#finish();
    await this.clock.advance(0);
    expect(this.#contradictions).toEqual([]);
  }

  /** Gives the queue all the workers and time it can need. */
  async drain(): Promise<void> {
    for (let round = 0; round < 12; round++) {
      while (this.held.size > 0) this.#finish();
      while (this.#idle < 3) this.#work();
      await this.clock.advance(MOST_MS);
    }
    expect(this.#contradictions).toEqual([]);
  }

  #add(key: string): void {
    this.owed.add(key);
    this.#queue.add(key);
  }

  #later(key: string, ms: number): void {
    this.#expectAfter(key, ms);
    this.#queue.addAfter(key, ms);
  }

  #fail(key: string): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.#expectAfter(key, Math.min(MOST_MS, 5 * 2 ** failures));
    this.#queue.addRateLimited(key);
  }

  #forget(key: string): void {
    this.#failures.delete(key);
    this.#queue.forget(key);
  }

  /** Of several delays the earliest counts. */
  #expectAfter(key: string, ms: number): void {
    const at = this.clock.monotonic() + ms;
    const known = this.#due.get(key);
    if (known !== undefined && known.at <= at) return;
    known?.timer.cancel();
    const timer = this.clock.after(ms, () => {
      this.#due.delete(key);
      this.owed.add(key);
    });
    this.#due.set(key, { at, timer });
  }

  #work(): void {
    this.#idle += 1;
    void this.#queue.get().then((key) => key !== undefined && this.#begun(key));
  }

  #begun(key: string): void {
    const now = this.clock.monotonic();
    const restedFor = now - (this.#finishedAt.get(key) ?? -Infinity);
    if (this.held.has(key)) this.#contradictions.push(`two workers hold ${key}`);
    if (!this.owed.delete(key)) this.#contradictions.push(`nobody asked for ${key} at ${now}`);
    if (restedFor < this.#restMs) this.#contradictions.push(`${key} rested for ${restedFor} ms only`);
    this.#idle -= 1;
    this.held.add(key);
  }

  #finish(): void {
    const [key] = this.held;
    if (key === undefined) return;
    this.held.delete(key);
    this.#finishedAt.set(key, this.clock.monotonic());
    this.#queue.done(key);
  }
}

describe('a work queue, whatever happens in whatever order', () => {
  it('hands out what was asked for, nothing else, and never to two workers', async () => {
    const property = fc.asyncProperty(
      fc.array(step, { maxLength: 60 }),
      fc.constantFrom(0, 100),
      async (steps, rest) => {
        const run = new Run(rest);
        for (const next of steps) await run.take(next);
        await run.drain();
        expect([...run.owed, ...run.held]).toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: 150 });
  });
});
