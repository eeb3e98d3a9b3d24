import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** One request, as the API server's audit log tells it. */
export interface AuditEvent {
  /** Watches are told twice: when they start (`ResponseStarted`) and when they end (`ResponseComplete`). */
  readonly stage: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly user: {
    readonly username: string;
    /** Among others the id of the token that was used: the API server's word on which process it was. */
    readonly extra?: Readonly<Record<string, readonly string[]>>;
  };
  readonly userAgent?: string;
  readonly objectRef?: {
    readonly resource?: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
    readonly apiGroup?: string;
  };
  readonly responseStatus?: { readonly code?: number };
  /** Among others `authorization.k8s.io/decision`. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly requestReceivedTimestamp: string;
  readonly stageTimestamp: string;
}

const operatorUser = 'system:serviceaccount:tigera-operator:tigera-operator';
/** Requests that change nothing that users own. */
const uncounted = new Set(['leases', 'events', 'selfsubjectaccessreviews']);
const writeVerbs = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);

/** The operator's requests so far, in order. */
export function operatorRequests(auditLog: string): Promise<AuditEvent[]> {
  return requestsWhere(auditLog, ({ user }) => user.username === operatorUser);
}

/** The same of all users that are looked for. */
export async function requestsWhere(auditLog: string, holds: (event: AuditEvent) => boolean): Promise<AuditEvent[]> {
  if (!existsSync(auditLog)) return [];
  const events: AuditEvent[] = [];
  for await (const line of createInterface({ input: createReadStream(auditLog) })) {
    const event = parsed(line);
    if (event !== undefined && holds(event)) events.push(event);
  }
  return events;
}

/** The id of the token by which a request was made, such as `JTI=…`; undefined where it was none. */
export function credentialOf({ user }: AuditEvent): string | undefined {
  return user.extra?.['authentication.kubernetes.io/credential-id']?.[0];
}

/** Whether a request is about the lease. */
export function isLeaseRequest({ objectRef }: AuditEvent): boolean {
  return objectRef?.resource === 'leases';
}

/** Whether a request asks for a change of what users own, or of the lease; Events and reviews are neither. */
export function wantsChange(event: AuditEvent): boolean {
  const isCounted = isLeaseRequest(event) || !uncounted.has(event.objectRef?.resource ?? '');
  return writeVerbs.has(event.verb) && isCounted && event.stage === 'ResponseComplete';
}

/** Successful writes to objects, without leases, Events and reviews. */
export function isWrite({ verb, objectRef, responseStatus }: AuditEvent): boolean {
  return writeVerbs.has(verb) && !uncounted.has(objectRef?.resource ?? '') && (responseStatus?.code ?? 0) < 300;
}

/** Requests that the API server refused for lack of permission. */
export function isForbidden({ responseStatus }: AuditEvent): boolean {
  return responseStatus?.code === 403;
}

/** Requests that RBAC did not allow; those that a webhook, a policy or a quota refuses are allowed by it. */
export function lacksPermission({ annotations }: AuditEvent): boolean {
  return annotations?.['authorization.k8s.io/decision'] === 'forbid';
}

/** `verb resource namespace/name`, for messages. */
export function describeRequest({ verb, objectRef = {}, responseStatus }: AuditEvent): string {
  const { resource = '', subresource, namespace, name = '' } = objectRef;
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  return `${verb} ${what} ${namespace === undefined ? '' : `${namespace}/`}${name} ${responseStatus?.code ?? ''}`;
}

/** The last line may be half written. */
function parsed(line: string): AuditEvent | undefined {
  try {
    return JSON.parse(line) as AuditEvent;
  } catch {
    return undefined;
  }
}
