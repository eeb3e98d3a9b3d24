import type { RequestAbout } from '../../observer/request-about.ts';

/** What a proxy tells about one request once it is over. */
export interface ProxiedRequest extends RequestAbout {
  /** Counts from 1. */
  readonly n: number;
  /** Milliseconds of the run when it came. */
  readonly at: number;
  /** Until the last byte of the answer. */
  readonly ms: number;
  readonly process: string;
  /** Who asked, from the user agent. */
  readonly caller: string;
  /** Path and query. */
  readonly path: string;
  /** What the API server said; absent where it was not asked, or said nothing. */
  readonly upstreamStatus?: number;
  /** What the caller got; absent where it got nothing. */
  readonly status?: number;
  /** Of the answer's body, as the caller got it. */
  readonly bytes: number;
  /** Kind of the action that it suffered. */
  readonly fault?: string;
}

/** One request as one line of JSON, without the line end. */
export function jsonLine({ resource: { group, plural }, ...rest }: ProxiedRequest): string {
  return JSON.stringify({ ...rest, resource: group === '' ? plural : `${plural}.${group}` });
}
