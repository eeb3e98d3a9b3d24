import type { Clock } from '../../k8s/clock.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { Disputes, idOf } from './disputes.ts';

interface Sent {
  /** The wish as it was, in JSON. */
  readonly wish: string;
  readonly uid: string | undefined;
  readonly resourceVersion: string | undefined;
  readonly at: number;
}

/**
 * What was sent last, by object. It never decides what is right; it only keeps us from sending again what the API server
 * (or an admission webhook) stored differently, and from fighting another writer at full speed.
 */
export class ApplyMemory {
  readonly #sent = new Map<string, Sent>();
  readonly #statusWrittenAt = new Map<string, number>();
  readonly #clock: Clock;
  /** Who else decides fields of our objects. */
  readonly disputes: Disputes;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.disputes = new Disputes(clock);
  }

  /** Whether the live object is the very answer to this wish: sending it again would change nothing, as far as is known. */
  isAnswer(desired: KubeObject, live: KubeObject): boolean {
    if (this.disputes.isDue(desired)) return false;
    const sent = this.#sent.get(idOf(desired));
    const { uid, resourceVersion } = live.metadata;
    return sent?.uid === uid && sent?.resourceVersion === resourceVersion && sent?.wish === JSON.stringify(desired);
  }

  /** Whether an equal wish was the last to be sent. */
  wasSent(desired: KubeObject): boolean {
    return this.#sent.get(idOf(desired))?.wish === JSON.stringify(desired);
  }

  /** Milliseconds to wait before an equal write; 0 where it may leave now. */
  restOf(desired: KubeObject): number {
    const sent = this.#sent.get(idOf(desired));
    if (sent === undefined || !this.wasSent(desired)) return 0;
    return Math.max(0, sent.at + this.disputes.restMs(desired) - this.#clock.monotonic());
  }

  /** Milliseconds until new words for a status may be written. */
  statusRestOf(name: string, restMs: number): number {
    const at = this.#statusWrittenAt.get(name);
    return at === undefined ? 0 : Math.max(0, at + restMs - this.#clock.monotonic());
  }

  statusWritten(name: string): void {
    this.#statusWrittenAt.set(name, this.#clock.monotonic());
  }

  /** Notes that the live object was found to be as desired, so that it need not be compared again until it changes. */
  foundEqual(desired: KubeObject, live: KubeObject): void {
    const { uid, resourceVersion } = live.metadata;
    const at = this.#sent.get(idOf(desired))?.at ?? -Infinity;
    this.#sent.set(idOf(desired), { wish: JSON.stringify(desired), uid, resourceVersion, at });
  }

  /** Notes a write whose answer settles nothing. */
  sent(desired: KubeObject): void {
    const [uid, resourceVersion] = [undefined, undefined];
    this.#sent.set(idOf(desired), { wish: JSON.stringify(desired), uid, resourceVersion, at: this.#clock.monotonic() });
  }

  /** Notes a write and its answer, which is as good as our wish can become. */
  remember(desired: KubeObject, answer: KubeObject): void {
    const { uid, resourceVersion } = answer.metadata;
    this.#sent.set(idOf(desired), { wish: JSON.stringify(desired), uid, resourceVersion, at: this.#clock.monotonic() });
  }
}
