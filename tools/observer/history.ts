import type { KubeObject } from '../../src/k8s/object.ts';
import type { Verb } from '../../src/k8s/transport.ts';

/** Which kind of thing something is about; `group` is empty for the core group. */
export interface ResourceName {
  readonly group: string;
  readonly plural: string;
}

/** An object changed. */
export interface ObjectChange {
  readonly kind: 'object';
  /** Milliseconds since the history began. */
  readonly at: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly resource: ResourceName;
  /** After the change; of a deletion, the last state. */
  readonly object: KubeObject;
  /** Before the change, where there was one. */
  readonly before?: KubeObject;
  /** `n` of the request that made the change, where it is known. */
  readonly request?: number;
}

/** A request was answered, or ended without an answer. */
export interface RequestMade {
  readonly kind: 'request';
  /** When it arrived, in milliseconds since the history began. */
  readonly at: number;
  /** Counts from 1. */
  readonly n: number;
  readonly user: string;
  /** Which process sent it, where several run: its user agent's, or the simulation's name for it. */
  readonly process: string;
  /** Who inside that process: a controller or an informer. */
  readonly caller: string;
  readonly verb: Verb;
  readonly resource: ResourceName;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** Path and query. */
  readonly path: string;
  /** What was sent; absent where it is not known. */
  readonly body?: string;
  /** HTTP status; absent where no answer came. */
  readonly code?: number;
  /** What a fault did to it. */
  readonly fault?: string;
}

/** Something else that a reader of the history must know. */
export interface Note {
  readonly kind: 'note';
  readonly at: number;
  readonly what:
    | 'operator started'
    | 'operator killed'
    | 'operator stopped'
    | 'operator continued'
    | 'operator ended'
    | 'leading'
    | 'disturbance'
    | 'disturbances over'
    | 'story';
  /** Process name, or a sentence. */
  readonly detail: string;
}

/** A line that an operator logged, parsed. */
export interface LogLine {
  readonly kind: 'log';
  readonly at: number;
  readonly process: string;
  readonly line: string;
}

export type Happening = ObjectChange | RequestMade | Note | LogLine;

/** All that happened, in order; nothing is ever taken out. */
export class History {
  readonly #happenings: Happening[] = [];

  append(happening: Happening): void {
    this.#happenings.push(happening);
  }

  get all(): readonly Happening[] {
    return this.#happenings;
  }

  get changes(): readonly ObjectChange[] {
    return this.#happenings.filter((each): each is ObjectChange => each.kind === 'object');
  }

  get requests(): readonly RequestMade[] {
    return this.#happenings.filter((each): each is RequestMade => each.kind === 'request');
  }

  get notes(): readonly Note[] {
    return this.#happenings.filter((each): each is Note => each.kind === 'note');
  }
}

const writeVerbs: ReadonlySet<Verb> = new Set<Verb>(['create', 'update', 'patch', 'apply', 'delete']);

/** Whether a request asked for a change. */
export function isWriteRequest({ verb }: Pick<RequestMade, 'verb'>): boolean {
  return writeVerbs.has(verb);
}

/** `plural.group namespace/name`: one object over all its incarnations. */
export function subjectOf(about: {
  readonly resource: ResourceName;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}): string {
  const { group, plural } = about.resource;
  const kind = group === '' ? plural : `${plural}.${group}`;
  const scope = about.namespace === undefined ? '' : `${about.namespace}/`;
  return `${kind} ${scope}${about.name ?? ''}`;
}

/** The moment of the last happening. */
export function endOf({ all }: History): number {
  return all.at(-1)?.at ?? 0;
}
