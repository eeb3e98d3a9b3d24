import type { Method } from '../../src/k8s/transport.ts';
import type { ApiAnswer, User } from '../../tools/sim/server/api.ts';

/** A request with all its placeholders filled in. */
export interface TargetRequest {
  readonly method: Method;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly user: User;
}

/** What a watch has heard until now. */
export interface Hearing {
  readonly status: number;
  /** Lines of JSON. */
  readonly lines: readonly string[];
  close(): void;
}

/** An API server that scripts can talk to. */
export interface Target {
  request(request: TargetRequest): Promise<ApiAnswer>;
  watch(request: TargetRequest): Promise<Hearing>;
  /** Forgets all resource versions before the newest one. */
  compact(): Promise<void>;
  /** Lets a little time pass, in which the server may do things by itself. */
  pause(): Promise<void>;
}

export const admin: User = { name: 'admin', groups: ['system:masters', 'system:authenticated'] };
