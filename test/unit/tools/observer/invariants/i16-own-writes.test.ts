import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { ownWritesAreSeen } from '../../../../../tools/observer/invariants/i16-own-writes.ts';
import { HistoryBuilder, thing, type Thing } from '../../../../support/histories.ts';

const at = (resourceVersion: string): Thing => ({ kind: 'Secret', name: 's', resourceVersion });
const bodies = {
  update: (resourceVersion: string): unknown => ({ metadata: { resourceVersion } }),
  delete: (resourceVersion: string): unknown => ({ preconditions: { resourceVersion } }),
  patch: (value: string): unknown => [{ op: 'replace', path: '/metadata/resourceVersion', value }],
};
const violations = ({ history }: HistoryBuilder): number => ownWritesAreSeen.check(history, usualFacts).length;
const after10 = (): HistoryBuilder => new HistoryBuilder().operator(at('10')).at(1);

describe('I16', () => {
  it.each(['update', 'delete', 'patch'] as const)('finds an old version in the body of %s', (verb) => {
    const asks = (version: string): HistoryBuilder =>
      after10().asks(verb, thing(at('')), { body: JSON.stringify(bodies[verb](version)) });
    expect([violations(asks('9')), violations(asks('10')), violations(asks('11'))]).toEqual([1, 0, 0]);
  });

  it('finds a creation of what it had created', () => {
    const history = new HistoryBuilder().asks('create', thing(at(''))).asks('create', thing(at('')), { code: 409 });
    expect(violations(history)).toBe(1);
  });

  it('forgives who never had an answer', () => {
    const history = new HistoryBuilder()
      .asks('create', thing(at('')), { fault: 'reset' })
      .asks('create', thing(at('')), { code: 409 });
    expect(violations(history)).toBe(0);
  });

  it('forgives what crossed a write of another controller, which the API server refuses', () => {
    const body = JSON.stringify(bodies.patch('9'));
    const crossing = (caller: string, ms: number): HistoryBuilder =>
      new HistoryBuilder()
        .operator(at('10'))
        .at(ms)
        .asks('patch', thing(at('')), { caller, body });
    expect([violations(crossing('other', 5)), violations(crossing('other', 500))]).toEqual([0, 1]);
    expect(violations(crossing('reconcile', 5))).toBe(1);
  });

  it('says nothing where bodies are not known', () => {
    expect(violations(after10().asks('update', thing(at(''))))).toBe(0);
  });
});
