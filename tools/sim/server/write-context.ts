import type { KubeObject } from '../../../src/k8s/object.ts';
import type { Clock } from '../../../src/k8s/clock.ts';
import type { ResourceRequest } from './request.ts';
import type { ServiceAddresses } from './service-addresses.ts';
import type { Storage } from './storage.ts';

/** What carrying out a write takes. */
export interface WriteContext {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly addresses: ServiceAddresses;
  readonly newUid: () => string;
  /** Throws Refusal where the user may not do this as well. */
  readonly authorize: (request: ResourceRequest, verb: string) => void;
  /** The object as webhooks leave it; `before` is absent for a new one. Throws Refusal where one denies. */
  readonly admit: (request: ResourceRequest, object: KubeObject, before?: KubeObject) => KubeObject;
  /** Throws Refusal where the user would grant what the user does not hold. */
  readonly checkEscalation: (request: ResourceRequest, object: KubeObject) => void;
}

/** A time as objects state it: RFC 3339 in UTC, whole seconds. */
export function timestamp(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
