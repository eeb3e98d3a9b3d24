import { isWrite, type AuditEvent } from '../cluster/audit-log.ts';

/** What was asked of the API server in a span of time. */
export interface RequestFigures {
  /** Without watches and the lease. */
  readonly total: number;
  readonly byVerb: Readonly<Record<string, number>>;
  readonly watches: number;
  readonly lease: number;
  /** Answers of 400 and more, to watches too, by code. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Different objects that were written. */
  readonly objects: number;
  /** Successful writes, without those to the status of custom resources, Events and the lease. */
  readonly writes: number;
  readonly statusWrites: number;
  readonly writesPerObject: number;
}

/** Counts the requests of `events`; a watch counts when it starts. */
export function countRequests(events: readonly AuditEvent[]): RequestFigures {
  const [lease, others] = partition(events, ({ objectRef }) => objectRef?.resource === 'leases');
  const [watches, counted] = partition(others, ({ verb }) => verb === 'watch');
  const [statusWrites, writes] = partition(counted.filter(isWrite), isStatusWrite);
  const objects = new Set(writes.map(objectOf)).size;
  return {
    total: counted.length,
    byVerb: tally(counted.map(({ verb }) => verb)),
    watches: watches.filter(({ stage }) => stage === 'ResponseStarted').length,
    lease: lease.length,
    refusals: tally(others.map(codeOf).filter((code) => code >= 400)),
    objects,
    writes: writes.length,
    statusWrites: statusWrites.length,
    writesPerObject: objects === 0 ? 0 : writes.length / objects,
  };
}

/** Moments in milliseconds since 1970; undefined where there was no such request. */
export interface RequestMoments {
  readonly firstRequest: number | undefined;
  readonly lastCreate: number | undefined;
  readonly lastWrite: number | undefined;
}

/** When the work began and when it was done. Server-side apply creates too, and answers 201 then. */
export function findMoments(events: readonly AuditEvent[]): RequestMoments {
  const writes = events.filter(isWrite);
  const creates = writes.filter((event) => codeOf(event) === 201);
  return {
    firstRequest: first(events.map(({ requestReceivedTimestamp }) => Date.parse(requestReceivedTimestamp))),
    lastCreate: last(creates.map(endOf)),
    lastWrite: last(writes.map(endOf)),
  };
}

function isStatusWrite({ objectRef }: AuditEvent): boolean {
  return objectRef?.subresource === 'status';
}

function objectOf({ objectRef = {} }: AuditEvent): string {
  const { apiGroup = '', resource = '', namespace = '', name = '' } = objectRef;
  return [apiGroup, resource, namespace, name].join('/');
}

function codeOf({ responseStatus }: AuditEvent): number {
  return responseStatus?.code ?? 0;
}

function endOf({ stageTimestamp }: AuditEvent): number {
  return Date.parse(stageTimestamp);
}

function first(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : Math.min(...times);
}

function last(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : Math.max(...times);
}

function tally(values: readonly (string | number)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function partition<T>(values: readonly T[], test: (value: T) => boolean): [T[], T[]] {
  return [values.filter(test), values.filter((value) => !test(value))];
}
