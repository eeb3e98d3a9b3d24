import { describeRequest, isLeaseRequest, wantsChange, type AuditEvent } from '../../cluster/audit-log.ts';

/**
 * Writes of processes that did not hold the lease, in words. The holder is whoever wrote the lease last, and every write
 * counts, also one that was refused. `writerOf` names the process of a request; requests without a name are somebody
 * else's. Events in the order of the log.
 */
export function overlappingWrites(
  events: readonly AuditEvent[],
  writerOf: (event: AuditEvent) => string | undefined,
): string[] {
  const ordered = events.toSorted((left, right) =>
    left.requestReceivedTimestamp < right.requestReceivedTimestamp ? -1 : 1,
  );
  let holder: string | undefined;
  return ordered.flatMap((event) => {
    const writer = writerOf(event);
    if (writer === undefined || !wantsChange(event)) return [];
    if (isLeaseRequest(event)) {
      if ((event.responseStatus?.code ?? 500) < 300) holder = writer;
      return [];
    }
    return writer === holder
      ? []
      : [`${writer} sent ${describeRequest(event)} while ${holder ?? 'nobody'} held the lease`];
  });
}
