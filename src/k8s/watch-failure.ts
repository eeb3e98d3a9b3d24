import {
  ApiError,
  ConnectionError,
  isForbidden,
  isGone,
  isNotFound,
  isResourceVersionTooLarge,
  messageOf,
} from './errors.ts';

/** A watch that the server keeps open and says nothing on, although it used to send bookmarks. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError';
  /** Whether the stream had said anything since it was opened. */
  readonly spoke: boolean;

  constructor(spoke: boolean) {
    super('the watch fell silent');
    this.spoke = spoke;
  }
}

/** A bookmark older than what the server said before: its storage was put back. */
export class RewoundError extends Error {
  override readonly name = 'RewoundError';

  constructor(now: string, before: string) {
    super(`the server went back from resource version ${before} to ${now}`);
  }
}

/** The server accepted a watch and ended it at once without a word. */
export class ShortWatchError extends Error {
  override readonly name = 'ShortWatchError';

  constructor() {
    super('the watch ended at once');
  }
}

/** Why a full list is needed; the label of a metric. */
export type RelistReason =
  'expired' | 'too-new' | 'not-served' | 'error-event' | 'garbled' | 'silent' | 'rewound' | 'barren';

/** A watch that ended other than by its timeout. `cause` is what happened. */
export class WatchFailure extends Error {
  override readonly name = 'WatchFailure';
  /** Undefined when the watch can go on from where it was. */
  readonly relist: RelistReason | undefined;
  /** The server accepted the watch, which then ended at once without a word. */
  readonly isBarren: boolean;

  constructor(cause: unknown, relist: RelistReason | undefined, isBarren = false) {
    super(messageOf(cause), { cause });
    this.relist = relist;
    this.isBarren = isBarren;
  }
}

/** Why a failed try to open a watch makes its resource version useless; undefined when the watch can go on from it. */
export function relistAfterOpening(error: unknown): RelistReason | undefined {
  if (isGone(error)) return 'expired';
  if (isResourceVersionTooLarge(error)) return 'too-new';
  return isNotFound(error) ? 'not-served' : undefined;
}

/**
 * The same for a failure of an open watch. A watch from a version in the server's future (etcd was restored) is accepted
 * and stays silent without even bookmarks: so silence from the first moment on is a reason too.
 */
export function relistAfterReading(error: unknown): RelistReason | undefined {
  if (isGone(error)) return 'expired';
  if (isResourceVersionTooLarge(error)) return 'too-new';
  if (error instanceof ApiError) return 'error-event';
  if (error instanceof RewoundError) return 'rewound';
  if (error instanceof SilenceError) return error.spoke ? undefined : 'silent';
  return error instanceof ConnectionError && error.failure !== 'protocol' ? undefined : 'garbled';
}

/** What a reflector that cannot work waits for. */
export type Waiting = 'not-served' | 'forbidden' | 'unreachable' | 'failing';

export function waitingFor(error: unknown): Waiting {
  if (isNotFound(error)) return 'not-served';
  if (isForbidden(error)) return 'forbidden';
  return error instanceof ConnectionError ? 'unreachable' : 'failing';
}
