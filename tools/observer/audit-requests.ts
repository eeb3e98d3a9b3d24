import type { Method } from '../../src/k8s/transport.ts';
import type { AuditEvent } from '../cluster/audit-log.ts';
import type { RequestMade } from './history.ts';
import { callerOf, requestAbout } from './request-about.ts';

const methods: Readonly<Record<string, Method>> = {
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  deletecollection: 'DELETE',
};

/**
 * Requests as the audit log tells them, from `since` (milliseconds since 1970) on, in the order of their arrival. Watches
 * count once, when they open. Bodies and processes are not in the log.
 */
export function auditRequests(events: readonly AuditEvent[], since: number): RequestMade[] {
  const told = events.filter((event) => arrivalOf(event) >= since && isFirstTold(event));
  return told
    .toSorted((left, right) => arrivalOf(left) - arrivalOf(right))
    .map((event, index) => requestOf(event, index + 1, since));
}

function requestOf(event: AuditEvent, n: number, since: number): RequestMade {
  const { requestURI: path, user, userAgent = '', objectRef, responseStatus } = event;
  const about = requestAbout({ method: methods[event.verb] ?? 'GET', path });
  return {
    kind: 'request',
    at: arrivalOf(event) - since,
    n,
    user: user.username,
    process: userAgent.split(' ', 1)[0] ?? '',
    caller: callerOf(userAgent),
    ...about,
    ...(objectRef?.name !== undefined && { name: objectRef.name }),
    path,
    ...(responseStatus?.code !== undefined && { code: responseStatus.code }),
  };
}

/** A watch is told when it opens and when it ends; one that was refused only ends. */
function isFirstTold({ stage, verb, responseStatus }: AuditEvent): boolean {
  return verb !== 'watch' || stage === 'ResponseStarted' || (responseStatus?.code ?? 200) >= 400;
}

function arrivalOf({ requestReceivedTimestamp }: AuditEvent): number {
  return Date.parse(requestReceivedTimestamp);
}
