import { keyOf, type KubeObject, type NamespacedName } from '../../../src/k8s/object.ts';
import type { DirectAccess } from '../direct-access.ts';

/** Work by key that is done a little later, once, however often it was asked for. */
export class LazyQueue {
  readonly #access: DirectAccess;
  readonly #work: (key: string) => void;
  readonly #waiting = new Set<string>();
  readonly #delayMs: readonly [number, number];

  /** `delayMs`: at least and at most how much later. */
  constructor(access: DirectAccess, delayMs: readonly [number, number], work: (key: string) => void) {
    this.#access = access;
    this.#delayMs = delayMs;
    this.#work = work;
  }

  add(key: string): void {
    if (this.#waiting.has(key)) return;
    this.#waiting.add(key);
    this.#access.scheduler.after(this.#access.chance.between(...this.#delayMs), () => {
      this.#waiting.delete(key);
      this.#work(key);
    });
  }

  addObject({ metadata }: KubeObject): void {
    this.add(keyOf(metadata));
  }
}

/** Name and namespace from a key. */
export function targetOf(key: string): NamespacedName {
  const [first = '', second] = key.split('/', 2);
  return second === undefined ? { name: first } : { namespace: first, name: second };
}
