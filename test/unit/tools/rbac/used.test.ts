import { describe, expect, it } from '@jest/globals';
import type { PolicyRule } from '../../../../src/crds/generated/core.gen.ts';
import type { AuditEvent } from '../../../../tools/cluster/audit-log.ts';
import { grantsOf } from '../../../../tools/rbac/grants.ts';
import { describeRule, unusedRules } from '../../../../tools/rbac/used.ts';

const pods: PolicyRule = { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] };
const named: PolicyRule = { apiGroups: ['apps'], resources: ['deployments'], verbs: ['patch'], resourceNames: ['one'] };

function request(verb: string, objectRef: NonNullable<AuditEvent['objectRef']>): AuditEvent {
  const [requestReceivedTimestamp, stageTimestamp] = ['', ''];
  const user = { username: 'operator' };
  return { stage: 'ResponseComplete', verb, requestURI: '', user, objectRef, requestReceivedTimestamp, stageTimestamp };
}

describe('unusedRules', () => {
  it('leaves out a rule of which one grant was needed', () => {
    expect(unusedRules([pods], [request('list', { resource: 'pods' })], [])).toEqual([]);
  });

  it('has a rule whose name nobody asked for', () => {
    const other = request('patch', { apiGroup: 'apps', resource: 'deployments', name: 'two' });
    expect(unusedRules([named], [other], [])).toEqual([named]);
  });

  it('tells a subresource from its resource', () => {
    expect(unusedRules([pods], [request('get', { resource: 'pods', subresource: 'log' })], [])).toEqual([pods]);
  });

  it('leaves out what is held to be granted', () => {
    expect(unusedRules([pods], [], grantsOf(pods))).toEqual([]);
  });
});

describe('describeRule', () => {
  it('says all of a rule in one line', () => {
    expect([pods, named].map(describeRule)).toEqual(['get, list pods of core', 'patch deployments of apps named one']);
  });
});
