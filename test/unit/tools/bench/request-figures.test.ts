import { describe, expect, it } from '@jest/globals';
import { countRequests, findMoments } from '../../../../tools/bench/request-figures.ts';
import type { AuditEvent } from '../../../../tools/cluster/audit-log.ts';

interface Request {
  readonly verb: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly name?: string;
  readonly code?: number;
  readonly stage?: string;
  readonly at?: string;
}

function audited({ verb, code = 200, stage = 'ResponseComplete', at = '12:00:00', ...objectRef }: Request): AuditEvent {
  const time = `2026-01-01T${at}.000000Z`;
  return {
    stage,
    verb,
    objectRef,
    requestURI: '/',
    user: { username: 'operator' },
    responseStatus: { code },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
  };
}

const applied = (name: string, code = 200): AuditEvent =>
  audited({ verb: 'patch', resource: 'configmaps', name, code });

describe('requests', () => {
  it('are counted by verb, without watches and the lease', () => {
    const events = [
      audited({ verb: 'get' }),
      applied('a'),
      audited({ verb: 'watch' }),
      audited({ verb: 'update', resource: 'leases' }),
    ];
    const { total, byVerb, lease } = countRequests(events);
    expect({ total, byVerb, lease }).toEqual({ total: 2, byVerb: { get: 1, patch: 1 }, lease: 1 });
  });

  it('count a watch once, although the audit log tells its start and its end', () => {
    const stages = ['ResponseStarted', 'ResponseComplete'];
    const events = stages.map((stage) => audited({ verb: 'watch', stage }));
    expect(countRequests(events).watches).toBe(1);
  });

  it('that were refused are counted by code and are no writes', () => {
    const watch = audited({ verb: 'watch', code: 429 });
    const { refusals, writes } = countRequests([applied('a', 409), applied('a', 404), applied('b', 409), watch]);
    expect({ refusals, writes }).toEqual({ refusals: { 404: 1, 409: 2, 429: 1 }, writes: 0 });
  });
});

describe('writes', () => {
  it('are counted for each object', () => {
    const { objects, writes, writesPerObject } = countRequests([applied('a'), applied('a'), applied('b')]);
    expect({ objects, writes, writesPerObject }).toEqual({ objects: 2, writes: 3, writesPerObject: 1.5 });
  });

  it('to a status are counted apart', () => {
    const status = audited({ verb: 'patch', resource: 'tigerastatuses', subresource: 'status', name: 'calico' });
    const { objects, writes, statusWrites } = countRequests([status, applied('a')]);
    expect({ objects, writes, statusWrites }).toEqual({ objects: 1, writes: 1, statusWrites: 1 });
  });

  it('are zero for each object where nothing was written', () => {
    expect(countRequests([]).writesPerObject).toBe(0);
  });
});

describe('moments', () => {
  it('tell an apply that created from one that changed', () => {
    const {
      firstRequest = 0,
      lastCreate = 0,
      lastWrite = 0,
    } = findMoments([
      audited({ verb: 'get', at: '12:00:01' }),
      audited({ verb: 'patch', resource: 'secrets', code: 201, at: '12:00:03' }),
      audited({ verb: 'patch', resource: 'secrets', code: 200, at: '12:00:07' }),
    ]);
    expect([lastCreate - firstRequest, lastWrite - firstRequest]).toEqual([2000, 6000]);
  });

  it('are absent where nothing was asked', () => {
    expect(findMoments([])).toEqual({ firstRequest: undefined, lastCreate: undefined, lastWrite: undefined });
  });
});
