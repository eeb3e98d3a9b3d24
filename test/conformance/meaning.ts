import type { ApiAnswer } from '../../tools/sim/server/api.ts';
import { withoutUnmodelled } from './not-modelled.ts';

/** An answer or an event, reduced to what clients act on; compared as a whole. */
export type Said = Readonly<Record<string, unknown>>;

interface Meta {
  readonly name?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly [field: string]: unknown;
}

interface Thing {
  readonly kind?: string;
  readonly metadata?: Meta;
  readonly items?: readonly Thing[];
  readonly reason?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly field?: string }[] };
  readonly [field: string]: unknown;
}

/** The letters of uids and resource versions differ from server to server; that they stay or move does not. */
export class Meaning {
  readonly #uids = new Map<string, number>();
  readonly #versions = new Map<string, Map<string, number>>();

  ofAnswer({ status, headers, body }: ApiAnswer): Said {
    const isWarned = headers['warning'] === undefined ? {} : { warning: true };
    return { code: status, ...isWarned, ...this.#ofBody(body) };
  }

  /** Bookmarks are sent when the server likes to; only the end of initial events has meaning. */
  ofEvent(line: string): Said[] {
    const { type, object } = JSON.parse(line) as { readonly type?: string; readonly object?: Thing };
    if (type === undefined || object === undefined) return [this.#ofBody(line)];
    if (type !== 'BOOKMARK') return [{ type, ...this.#ofThing(object) }];
    return JSON.stringify(object.metadata).includes('initial-events-end') ? [{ type: 'initial events end' }] : [];
  }

  #ofBody(body: string): Said {
    try {
      return this.#ofThing(JSON.parse(body) as Thing);
    } catch {
      return { text: body.trim() === '' ? '' : 'not JSON' };
    }
  }

  #ofThing(thing: Thing): Said {
    if (thing.kind === 'Status') return ofStatus(thing);
    if (Array.isArray(thing.items)) return this.#ofList(thing, thing.items);
    return this.#ofObject(thing);
  }

  #ofList({ kind, metadata }: Thing, items: readonly Thing[]): Said {
    const hasMore = (metadata?.['continue'] ?? '') !== '';
    return { kind, hasMore, left: metadata?.['remainingItemCount'], items: items.map((item) => this.#ofObject(item)) };
  }

  #ofObject(thing: Thing): Said {
    const { metadata = {}, ...content } = withoutUnmodelled(thing) as Thing;
    const { uid, resourceVersion, managedFields, ...rest } = metadata;
    const uidNumber = uid === undefined ? {} : { uid: numberOf(this.#uids, uid) };
    const version = resourceVersion === undefined ? {} : { version: this.#version(uid ?? '', resourceVersion) };
    const owners = Array.isArray(managedFields) ? { managedFields: inOrderOfNames(managedFields as Entry[]) } : {};
    return withoutTimes({ ...content, metadata: { ...rest, ...uidNumber, ...version, ...owners } }) as Said;
  }

  #version(uid: string, resourceVersion: string): number {
    const versions = this.#versions.get(uid) ?? new Map<string, number>();
    this.#versions.set(uid, versions);
    return numberOf(versions, resourceVersion);
  }
}

interface Entry {
  readonly manager?: string;
  readonly operation?: string;
  readonly subresource?: string;
}

/** The server has them in the order of time, which a second that ends between two requests would change. */
function inOrderOfNames(entries: readonly Entry[]): Entry[] {
  const keyOf = ({ operation, manager, subresource }: Entry): string => `${operation} ${manager} ${subresource}`;
  return entries.toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

function numberOf(known: Map<string, number>, text: string): number {
  const number = known.get(text) ?? known.size + 1;
  known.set(text, number);
  return number;
}

/** Of a Status the sentence is for people; code, reason and causes are for programs. */
function ofStatus({ status, reason, details, metadata }: Thing): Said {
  const named = details?.causes?.map((cause) => `${cause.reason} ${cause.field}`).toSorted();
  // The real server names some causes twice, and some without a field in addition.
  const causes = named === undefined ? undefined : [...new Set(named)].filter((cause) => !cause.endsWith(' <nil>'));
  const more = metadata?.['continue'] === undefined ? {} : { continue: true };
  return { kind: 'Status', outcome: status, reason, ...(causes === undefined ? {} : { causes }), ...more };
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

function withoutTimes(value: unknown): unknown {
  if (typeof value === 'string') return time.test(value) ? 'a time' : value;
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withoutTimes(child)]));
}
