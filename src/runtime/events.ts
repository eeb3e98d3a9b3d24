import type { Client } from '../k8s/client.ts';
import type { Clock } from '../k8s/clock.ts';
import { Event } from '../k8s/kinds.ts';
import type { KubeObject } from '../k8s/object.ts';
import type { Logger } from './log.ts';
import { microTime } from '../k8s/time.ts';

/** What happened to which object; shown by `kubectl describe` and `kubectl events`. */
export interface Happening {
  readonly regarding: KubeObject;
  readonly type: 'Normal' | 'Warning';
  /** One word, CamelCase, for programs. */
  readonly reason: string;
  /** What the controller did or tried, one word. */
  readonly action: string;
  /** A sentence for people; cut at 1 KiB, the limit of the API. */
  readonly note: string;
}

export interface EventRecorder {
  /** Never fails and never waits: an event that cannot be written is logged and gone. */
  record(happening: Happening): void;
}

export interface EventRecorderOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Logger;
  /** Name of the controller, a domain name by convention. */
  readonly reporter: string;
  /** The process. */
  readonly instance: string;
}

/** Equal happenings within this time are one series, as in client-go. */
const seriesMs = 6 * 60_000;
/** Events about one object: a burst, then one each refill, so that a loop cannot flood the API. */
const burst = 25;
const refillMs = 5 * 60_000;

interface Series {
  readonly object: KubeObject;
  count: number;
  lastAt: number;
}

/** Writes events.k8s.io/v1 Events (https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1). */
export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  return new ApiEventRecorder(options);
}

class ApiEventRecorder implements EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #series = new Map<string, Series>();
  readonly #spent = new Map<string, { events: number; since: number }>();
  #serial = 0;

  constructor(options: EventRecorderOptions) {
    this.#options = options;
  }

  record(happening: Happening): void {
    const uid = happening.regarding.metadata.uid ?? '';
    if (!this.#mayWrite(uid)) return;
    const key = [uid, happening.type, happening.reason, happening.note].join('\n');
    this.#write(key, happening).catch((error: unknown) => {
      // The next one starts anew: there may be no event to continue.
      this.#series.delete(key);
      this.#options.log.debug({ error, reason: happening.reason }, 'An event could not be written');
    });
  }

  async #write(key: string, happening: Happening): Promise<void> {
    const now = this.#options.clock.monotonic();
    this.#forgetOld(now);
    const series = this.#series.get(key);
    if (series !== undefined) {
      await this.#continue(series, now);
      return;
    }
    const event = this.#event(happening);
    const started: Series = { object: event, count: 1, lastAt: now };
    this.#series.set(key, started);
    await this.#options.client.create(Event, event);
  }

  async #continue(series: Series, now: number): Promise<void> {
    series.count += 1;
    series.lastAt = now;
    const body = { series: { count: series.count, lastObservedTime: microTime(this.#options.clock.wall()) } };
    await this.#options.client.patch(Event, series.object.metadata, { type: 'merge', body });
  }

  #event({ regarding, type, reason, action, note }: Happening): KubeObject {
    const { name, namespace, uid, resourceVersion } = regarding.metadata;
    const wall = this.#options.clock.wall();
    this.#serial += 1;
    const suffix = `${wall.getTime().toString(16)}${this.#serial.toString(16)}`;
    const event = {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      // Events about cluster-scoped objects live in `default`, where kubectl looks for them.
      metadata: { name: `${name}.${suffix}`, namespace: namespace ?? 'default' },
      eventTime: microTime(wall),
      reportingController: this.#options.reporter,
      reportingInstance: this.#options.instance.slice(0, 128),
      regarding: { apiVersion: regarding.apiVersion, kind: regarding.kind, name, namespace, uid, resourceVersion },
      type,
      reason: reason.slice(0, 128),
      action: action.slice(0, 128),
      note: cutBytes(note, 1024),
    };
    return event;
  }

  #mayWrite(uid: string): boolean {
    const now = this.#options.clock.monotonic();
    const spent = this.#spent.get(uid) ?? { events: 0, since: now };
    const refilled = Math.floor((now - spent.since) / refillMs);
    const events = Math.max(0, spent.events - refilled);
    if (events >= burst) return false;
    this.#spent.set(uid, { events: events + 1, since: refilled > 0 ? now : spent.since });
    return true;
  }

  #forgetOld(now: number): void {
    for (const [key, series] of this.#series) {
      if (now - series.lastAt > seriesMs) this.#series.delete(key);
    }
  }
}

/** The API counts bytes; characters are never split. */
function cutBytes(text: string, bytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes));
  return text.slice(0, read);
}
