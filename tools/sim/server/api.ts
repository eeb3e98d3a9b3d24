import type { Headers, Method } from '../../../src/k8s/transport.ts';
import type { KubeObject } from '../../../src/k8s/object.ts';
import type { ResourceName } from '../../observer/history.ts';

/** Who asks. Group `system:masters` may do everything. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
}

/** One request as it arrives at the API server. */
export interface ApiRequest {
  readonly method: Method;
  /** Path and query, starting with `/`. */
  readonly path: string;
  readonly headers: Headers;
  readonly body?: string;
  readonly user: User;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Where a watch puts its events, each one line of JSON without the line end. Called in the order of commits. */
export interface WatchSink {
  event(line: string): void;
  /** The server ends the watch: its time is over, or its connection was cut. */
  end(): void;
}

/** An open watch. */
export interface WatchHandle {
  /** The client went away. */
  close(): void;
}

/** What happened to one stored object, told in the order of commits. */
export interface StoredChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly resource: ResourceName;
  readonly object: KubeObject;
  readonly before?: KubeObject;
}
