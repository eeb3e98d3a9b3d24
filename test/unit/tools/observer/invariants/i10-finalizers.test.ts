import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { finalizersAreKept } from '../../../../../tools/observer/invariants/i10-finalizers.ts';
import { HistoryBuilder, type Thing } from '../../../../support/histories.ts';

const held = (...finalizers: string[]): Thing => ({ kind: 'Installation', finalizers });
const ending: Thing = { ...held('tigera.io/operator-cleanup'), deletionTimestamp: '2026-01-01T00:00:00Z' };
const violations = ({ history }: HistoryBuilder): string[] =>
  finalizersAreKept.check(history, usualFacts).map(({ what }) => what);

describe('I10', () => {
  it('finds a finalizer of others removed', () => {
    expect(violations(new HistoryBuilder().others(held('a.b/c')).operator(held()))).toEqual([
      'installations.operator.tigera.io default lost a.b/c, which is not the operator’s',
    ]);
  });

  it('lets the operator remove its own, and others theirs', () => {
    const history = new HistoryBuilder()
      .others(held('a.b/c', 'tigera.io/operator-cleanup'))
      .operator(held('a.b/c'))
      .others(held());
    expect(violations(history)).toEqual([]);
  });

  it('finds what is held for ever', () => {
    expect(violations(new HistoryBuilder().others(ending).at(70_000).notes('story'))[0]).toMatch(
      'is still held by tigera.io/operator-cleanup',
    );
  });

  it('waits for a while, and not for others', () => {
    expect(violations(new HistoryBuilder().others(ending).at(50_000).notes('story'))).toEqual([]);
    expect(
      violations(
        new HistoryBuilder()
          .others({ ...ending, finalizers: ['a.b/c'] })
          .at(70_000)
          .notes('story'),
      ),
    ).toEqual([]);
  });
});
