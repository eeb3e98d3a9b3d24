import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { invariants, violationsIn } from '../../../../../tools/observer/invariants/index.ts';
import { HistoryBuilder, thing } from '../../../../support/histories.ts';

describe('invariants', () => {
  it('are numbered without a gap', () => {
    expect(invariants.map(({ id }) => id)).toEqual(Array.from({ length: 21 }, (_, index) => `I${index + 1}`));
  });

  it('find nothing where nothing happened', () => {
    expect(violationsIn(new HistoryBuilder().history, usualFacts)).toEqual([]);
  });

  it('say which of them was broken, and when', () => {
    const { history } = new HistoryBuilder().at(7).asks('delete', thing({ kind: 'Node', name: 'n' }));
    expect(violationsIn(history, usualFacts)).toEqual([{ invariant: 'I12', at: 7, what: 'nodes n was to be deleted' }]);
  });
});
