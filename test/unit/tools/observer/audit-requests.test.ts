import { describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '../../../../tools/cluster/audit-log.ts';
import { auditRequests } from '../../../../tools/observer/audit-requests.ts';

const since = Date.parse('2026-01-01T00:00:00Z');

function event(verb: string, requestURI: string, more: Partial<AuditEvent> = {}): AuditEvent {
  const at = '2026-01-01T00:00:01.500000Z';
  return {
    stage: 'ResponseComplete',
    verb,
    requestURI,
    user: { username: 'u' },
    userAgent: 'calico-operator/1 (reconcile)',
    responseStatus: { code: 200 },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
    ...more,
  };
}

const at = (requestReceivedTimestamp: string): AuditEvent => event('get', '/version', { requestReceivedTimestamp });

describe('auditRequests', () => {
  it('tells a request as the audit log knows it', () => {
    const uri = '/api/v1/namespaces/a/secrets/b?fieldManager=calico-operator&force=true';
    expect(auditRequests([event('patch', uri)], since)).toEqual([
      {
        kind: 'request',
        at: 1500,
        n: 1,
        user: 'u',
        process: 'calico-operator/1',
        caller: 'reconcile',
        verb: 'apply',
        resource: { group: '', plural: 'secrets' },
        namespace: 'a',
        name: 'b',
        path: uri,
        code: 200,
      },
    ]);
  });

  it('knows the names of what is created', () => {
    const created = event('create', '/api/v1/namespaces', { objectRef: { name: 'calico-system' } });
    expect(auditRequests([created], since)).toMatchObject([{ verb: 'create', name: 'calico-system' }]);
  });

  it('has each watch once, when it opens, or when it is refused', () => {
    const uri = '/api/v1/nodes?watch=true';
    const opened = event('watch', uri, { stage: 'ResponseStarted' });
    const refused = event('watch', uri, { responseStatus: { code: 410 } });
    expect(auditRequests([opened, event('watch', uri), refused], since).map(({ code }) => code)).toEqual([200, 410]);
  });

  it('has a collection without a name deleted', () => {
    expect(auditRequests([event('deletecollection', '/api/v1/nodes')], since)).toMatchObject([{ verb: 'delete' }]);
    expect(auditRequests([event('deletecollection', '/api/v1/nodes')], since)[0]).not.toHaveProperty('name');
  });

  it('leaves out what was before, and sorts by arrival', () => {
    const requests = auditRequests(
      [at('2026-01-01T00:00:03Z'), at('2026-01-01T00:00:02Z'), at('2025-12-31T23:59:59Z')],
      since,
    );
    expect(requests.map((request) => [request.n, request.at])).toEqual([
      [1, 2000],
      [2, 3000],
    ]);
  });
});
