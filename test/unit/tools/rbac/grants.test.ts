import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { covers, grantsOf, minimalRules, withoutCovered, type Grant } from '../../../../tools/rbac/grants.ts';

const pods = (verb: string, name?: string): Grant => ({ group: '', resource: 'pods', verb, name });

const anyGrants = fc.array(
  fc.record({
    group: fc.constantFrom('', 'apps'),
    resource: fc.constantFrom('pods', 'jobs', 'pods/status'),
    verb: fc.constantFrom('get', 'list', 'patch'),
    name: fc.constantFrom(undefined, 'a', 'b'),
  }),
  { maxLength: 20 },
);

describe('grantsOf', () => {
  it('takes a rule apart into verbs on resources', () => {
    const rule = { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'], resourceNames: ['a'] };
    expect(grantsOf(rule)).toEqual([pods('get', 'a'), pods('list', 'a')]);
  });
});

describe('covers', () => {
  it('lets a grant for any name stand for one of a name', () => {
    expect(covers(pods('get'), pods('get', 'a'))).toBe(true);
  });

  it('does not let a grant of a name stand for any other', () => {
    expect(covers(pods('get', 'a'), pods('get'))).toBe(false);
    expect(covers(pods('get', 'a'), pods('get', 'b'))).toBe(false);
  });
});

describe('withoutCovered', () => {
  it('leaves out what is held already', () => {
    expect(withoutCovered([pods('get', 'a'), pods('list')], [pods('get')])).toEqual([pods('list')]);
  });
});

describe('minimalRules', () => {
  it('joins verbs, names and resources', () => {
    const grants = ['pods', 'jobs'].flatMap((resource) => [
      { ...pods('list'), resource },
      { ...pods('get'), resource },
    ]);
    expect(minimalRules(grants)).toEqual([{ apiGroups: [''], resources: ['jobs', 'pods'], verbs: ['get', 'list'] }]);
  });

  it('keeps what is limited to names apart from what is not', () => {
    expect(minimalRules([pods('get'), pods('patch', 'a'), pods('get', 'a')])).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['patch'], resourceNames: ['a'] },
    ]);
  });

  it('allows exactly what the grants allow', () => {
    fc.assert(
      fc.property(anyGrants, (grants) => {
        const allowed = minimalRules(grants).flatMap(grantsOf);
        expect(withoutCovered(grants, allowed)).toEqual([]);
        expect(withoutCovered(allowed, grants)).toEqual([]);
      }),
    );
  });

  it('does not depend on the order of the grants', () => {
    fc.assert(
      fc.property(anyGrants, (grants) => {
        expect(minimalRules(grants.toReversed())).toEqual(minimalRules(grants));
      }),
    );
  });
});
