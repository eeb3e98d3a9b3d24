import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { FaultPlan, type FaultTarget } from '../../../../tools/faults/fault-plan.ts';
import { parseRules } from '../../../../tools/faults/rules.ts';

const secret: FaultTarget = {
  verb: 'get',
  resource: { group: '', plural: 'secrets' },
  namespace: 'a',
  name: 'b',
  caller: 'tiers',
  process: 'one',
  at: 100,
};
const typha: FaultTarget = { ...secret, verb: 'apply', resource: { group: 'apps', plural: 'deployments' } };
const watch: FaultTarget = { ...secret, verb: 'watch' };

const never = (): number => 1;

function planOf(text: string, random = never): FaultPlan {
  return new FaultPlan(parseRules(text), random);
}

/** Which of the requests a rule hits. */
function hits(match: string, targets: readonly FaultTarget[], action = 'kind: kill'): boolean[] {
  const plan = planOf(`- { match: ${match}, action: { ${action} } }`);
  return targets.map((target) => plan.decide(target) !== undefined);
}

describe('a rule', () => {
  it.each([
    ['{}', secret],
    ['{ verb: [list, get] }', secret],
    ['{ resource: secrets }', secret],
    ['{ resource: deployments }', typha],
    ['{ resource: deployments.apps }', typha],
    ['{ subresource: "" }', secret],
    ['{ subresource: status }', { ...typha, subresource: 'status' }],
    ['{ namespace: a, name: b, controller: tiers, process: [one, two] }', secret],
    ['{ from: 100, until: 101 }', secret],
  ])('that says %s hits what it names', (match, target) => {
    expect(hits(match, [target])).toEqual([true]);
  });

  it.each([
    ['{ verb: list }', secret],
    ['{ resource: pods }', secret],
    ['{ resource: deployments.batch }', typha],
    ['{ subresource: "" }', { ...typha, subresource: 'status' }],
    ['{ subresource: status }', typha],
    ['{ namespace: b }', secret],
    ['{ name: a }', secret],
    ['{ controller: installation }', secret],
    ['{ process: two }', secret],
    ['{ from: 101 }', secret],
    ['{ until: 100 }', secret],
    ['{}', { ...secret, verb: 'connect' } as const],
  ])('that says %s leaves others alone', (match, target) => {
    expect(hits(match, [target])).toEqual([false]);
  });

  it('hits only the n-th of the requests that it matches', () => {
    expect(hits('{ resource: secrets, nth: [1, 3] }', [secret, typha, secret, secret, secret])).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
  });

  it('about a watch hits watches only, whether it says so or not', () => {
    expect(hits('{}', [secret, watch], 'kind: halfOpen')).toEqual([false, true]);
  });

  it('that refuses initial events hits only watches that ask for them', () => {
    expect(hits('{}', [watch, { ...watch, initialEvents: true }], 'kind: refuseWatchList')).toEqual([false, true]);
  });

  it('about connections hits them when it names them', () => {
    expect(hits('{ verb: connect }', [{ ...secret, verb: 'connect' }, secret], 'kind: tlsStall')).toEqual([
      true,
      false,
    ]);
  });

  it('with a probability hits when chance falls below it', () => {
    const chances = [0.1, 0.3, 0.2];
    const plan = planOf('- { match: { probability: 0.25 }, action: { kind: kill } }', () => chances.shift() ?? 1);
    expect([secret, secret, secret].map((target) => plan.decide(target)?.kind)).toEqual(['kill', undefined, 'kill']);
  });
});

describe('a plan', () => {
  const two = '- { match: { nth: 2 }, action: { kind: reset } }\n- { match: { nth: [2, 3] }, action: { kind: kill } }';

  it('lets the first rule win, and counts for the others all the same', () => {
    const plan = planOf(two);
    expect([secret, secret, secret].map((target) => plan.decide(target)?.kind)).toEqual([undefined, 'reset', 'kill']);
  });

  it('tells which rules hit what', () => {
    const plan = planOf(two);
    for (const target of [secret, typha, secret]) plan.decide(target);
    expect(plan.fired.map(({ rule, target }) => [rule, target.verb])).toEqual([
      [1, 'apply'],
      [2, 'get'],
    ]);
  });

  it('decides the same for the same requests and the same chance', () => {
    const targets = fc.array(fc.constantFrom(secret, typha, watch));
    const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(targets, chances, (requests, given) => {
        const decide = (): unknown => {
          let next = 0;
          const plan = planOf(
            '- { match: { probability: 0.5 }, action: { kind: kill } }',
            () => given[next++ % given.length] ?? 1,
          );
          return requests.map((target) => plan.decide(target));
        };
        expect(decide()).toEqual(decide());
      }),
    );
  });
});

describe('a rule that is added on the way', () => {
  it('holds until it is lifted', () => {
    const plan = planOf('[]');
    const [rule] = parseRules('- { match: { resource: secrets }, action: { kind: kill } }');
    const lift = rule && plan.add(rule);
    expect(plan.decide(secret)).toMatchObject({ kind: 'kill' });
    lift?.();
    expect(plan.decide(secret)).toBeUndefined();
  });
});
