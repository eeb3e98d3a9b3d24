import type { Method } from '../../src/k8s/transport.ts';
import type { User } from '../../tools/sim/server/api.ts';

/**
 * A conversation with an API server. All strings may hold `{ns}`, the namespace that the script has for itself, and
 * `{rv:2}`, `{uid:2}` or `{continue:2}`: what the answer to the third step said.
 */
export interface Script {
  readonly title: string;
  readonly steps: readonly Step[];
}

export type Step = RequestStep | WatchStep | CompactStep | WaitStep;

export interface RequestStep {
  readonly does: 'request';
  readonly method: Method;
  readonly path: string;
  readonly body?: unknown;
  /** Of the body, where it is not JSON. */
  readonly type?: string;
  readonly accept?: string;
  /** The administrator, where it is nobody else. */
  readonly as?: User;
}

/** Opens a watch that hears everything until the script ends. */
export interface WatchStep {
  readonly does: 'watch';
  readonly path: string;
  readonly as?: User;
  readonly accept?: string;
}

/** The past is forgotten: what is older than now has expired. */
export interface CompactStep {
  readonly does: 'compact';
}

/** Asks until the answer holds a text, up to some seconds: what the server does by itself takes its time. */
export interface WaitStep {
  readonly does: 'wait';
  readonly path: string;
  readonly until: string;
  readonly as?: User;
}

export function script(title: string, ...steps: readonly Step[]): Script {
  return { title, steps };
}

/** An object as it is written down in a script. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

export function request(method: Method, path: string, body?: unknown): RequestStep {
  return body === undefined ? { does: 'request', method, path } : { does: 'request', method, path, body };
}

export function get(path: string): RequestStep {
  return request('GET', path);
}

export function create(collection: string, body: unknown): RequestStep {
  return request('POST', collection, body);
}

export function update(path: string, body: unknown): RequestStep {
  return request('PUT', path, body);
}

export function remove(path: string, options?: unknown): RequestStep {
  return request('DELETE', path, options);
}

export function mergePatch(path: string, body: unknown): RequestStep {
  return { ...request('PATCH', path, body), type: 'application/merge-patch+json' };
}

export function jsonPatch(path: string, operations: unknown): RequestStep {
  return { ...request('PATCH', path, operations), type: 'application/json-patch+json' };
}

/** `path` may have a query of its own. */
export function apply(path: string, manager: string, body: unknown, force = false): RequestStep {
  const query = `fieldManager=${manager}${force ? '&force=true' : ''}`;
  const url = `${path}${path.includes('?') ? '&' : '?'}${query}`;
  return { ...request('PATCH', url, body), type: 'application/apply-patch+yaml' };
}

export function watch(path: string): WatchStep {
  return { does: 'watch', path };
}

export function wait(path: string, until: string): WaitStep {
  return { does: 'wait', path, until };
}

export function as<S extends RequestStep | WatchStep | WaitStep>(user: User, step: S): S {
  return { ...step, as: user };
}

/** The ServiceAccount that scripts about permissions ask as. */
export const robot: User = {
  name: 'system:serviceaccount:{ns}:robot',
  groups: ['system:serviceaccounts', 'system:serviceaccounts:{ns}', 'system:authenticated'],
};
