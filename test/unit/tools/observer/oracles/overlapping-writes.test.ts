import { describe, expect, it } from '@jest/globals';
import { credentialOf, type AuditEvent } from '../../../../../tools/cluster/audit-log.ts';
import { overlappingWrites } from '../../../../../tools/observer/oracles/overlapping-writes.ts';

let second = 0;

function event(process: string, verb: string, resource: string, code = 200): AuditEvent {
  const at = `2026-01-01T00:00:${String(++second).padStart(2, '0')}.000000Z`;
  return {
    stage: 'ResponseComplete',
    verb,
    requestURI: '/',
    user: { username: 'operator', extra: { 'authentication.kubernetes.io/credential-id': [process] } },
    objectRef: { resource, name: 'x' },
    responseStatus: { code },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
  };
}

const leads = (process: string, code = 200): AuditEvent => event(process, 'update', 'leases', code);
const writes = (process: string, code = 200): AuditEvent => event(process, 'patch', 'daemonsets', code);
const found = (...events: readonly AuditEvent[]): string[] => overlappingWrites(events, credentialOf);

describe('overlappingWrites', () => {
  it('finds a write of who does not hold the lease, refused or not', () => {
    expect(found(leads('a'), writes('a'), leads('b'), writes('a'), writes('b'))).toEqual([
      'a sent patch daemonsets x 200 while b held the lease',
    ]);
    expect(found(leads('a'), leads('b'), writes('a', 409))).toHaveLength(1);
    expect(found(writes('a'))).toEqual(['a sent patch daemonsets x 200 while nobody held the lease']);
  });

  it('gives the lease to nobody whose request failed', () => {
    expect(found(leads('a'), leads('b', 409), writes('a'))).toEqual([]);
  });

  it('goes by when requests came, not by when they were told', () => {
    const [first, then] = [leads('a'), writes('a')];
    expect(found(then, first)).toEqual([]);
  });

  it('looks neither at reads, nor at Events, nor at others', () => {
    expect(found(event('a', 'get', 'pods'), event('a', 'create', 'events'))).toEqual([]);
    expect(overlappingWrites([writes('a')], () => undefined)).toEqual([]);
  });
});
