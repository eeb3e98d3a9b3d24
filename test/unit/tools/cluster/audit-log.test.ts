import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  describeRequest,
  isForbidden,
  isWrite,
  lacksPermission,
  operatorRequests,
  type AuditEvent,
} from '../../../../tools/cluster/audit-log.ts';

const operator = 'system:serviceaccount:tigera-operator:tigera-operator';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-log-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A successful patch of a DaemonSet, unless said otherwise. */
function aRequest(changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    stage: 'ResponseComplete',
    verb: 'patch',
    requestURI: '/apis/apps/v1/namespaces/calico-system/daemonsets/calico-node',
    user: { username: operator },
    objectRef: { resource: 'daemonsets', namespace: 'calico-system', name: 'calico-node', apiGroup: 'apps' },
    responseStatus: { code: 200 },
    requestReceivedTimestamp: '2026-01-01T00:00:00.000000Z',
    stageTimestamp: '2026-01-01T00:00:00.000000Z',
    ...changes,
  };
}

describe('the requests of the operator', () => {
  it('are those of its user, in order; the half written last line is left out', async () => {
    const log = join(folder, 'audit.log');
    const users = [operator, 'system:admin', operator];
    const events = users.map((username, index) => aRequest({ user: { username }, requestURI: `/${index}` }));
    writeFileSync(log, `${events.map((event) => JSON.stringify(event)).join('\n')}\n{"verb":"pat`);
    expect((await operatorRequests(log)).map(({ requestURI }) => requestURI)).toEqual(['/0', '/2']);
  });

  it('are none before there is a log', async () => {
    expect(await operatorRequests(join(folder, 'missing.log'))).toEqual([]);
  });
});

describe('a write', () => {
  it.each(['create', 'update', 'patch', 'delete', 'deletecollection'])('is a request to %s', (verb) => {
    expect(isWrite(aRequest({ verb }))).toBe(true);
  });

  it.each(['get', 'list', 'watch'])('is no request to %s', (verb) => {
    expect(isWrite(aRequest({ verb }))).toBe(false);
  });

  it.each(['leases', 'events', 'selfsubjectaccessreviews'])('is none to %s', (resource) => {
    expect(isWrite(aRequest({ verb: 'create', objectRef: { resource } }))).toBe(false);
  });

  it.each([300, 403, 409, 500])('is none that was answered with %d', (code) => {
    expect(isWrite(aRequest({ responseStatus: { code } }))).toBe(false);
  });
});

describe('a forbidden request', () => {
  it('is one that was answered with 403', () => {
    const codes = [200, 401, 403].filter((code) => isForbidden(aRequest({ responseStatus: { code } })));
    expect(codes).toEqual([403]);
  });
});

describe('a request in words', () => {
  it('names verb, resource, object and answer', () => {
    expect(describeRequest(aRequest())).toBe('patch daemonsets calico-system/calico-node 200');
  });

  it('names the subresource, and no namespace where there is none', () => {
    const objectRef = { resource: 'tigerastatuses', subresource: 'status', name: 'calico' };
    expect(describeRequest(aRequest({ objectRef }))).toBe('patch tigerastatuses/status calico 200');
  });
});

describe('a lack of permission', () => {
  it.each([
    ['forbid', true],
    ['allow', false],
  ])('is what the authorizer says, whoever else refuses: %s', (decision, expected) => {
    const annotations = { 'authorization.k8s.io/decision': decision };
    expect(lacksPermission(aRequest({ annotations, responseStatus: { code: 403 } }))).toBe(expected);
  });
});
