import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { deletionEnds } from '../../../../../tools/observer/invariants/i17-deletion-ends.ts';
import { HistoryBuilder, type Thing } from '../../../../support/histories.ts';

const installation: Thing = { kind: 'Installation' };
const ending: Thing = {
  ...installation,
  deletionTimestamp: '2026-01-01T00:00:00Z',
  finalizers: ['tigera.io/operator-cleanup'],
};
const violations = ({ history }: HistoryBuilder): string[] =>
  deletionEnds.check(history, usualFacts).map(({ what }) => what);
const begun = (): HistoryBuilder => new HistoryBuilder().others(installation, ending);

describe('I17', () => {
  it('finds a deletion that does not end', () => {
    expect(violations(begun().at(61_000).notes('story'))).toEqual([
      'the Installation is still there 61 s after its deletion',
    ]);
  });

  it('accepts one that has ended, or still may', () => {
    expect(violations(begun().othersDelete(ending).at(61_000).notes('story'))).toEqual([]);
    expect(violations(begun().at(59_000).notes('story'))).toEqual([]);
  });

  it('counts from the last disturbance', () => {
    expect(violations(begun().at(30_000).notes('operator started').at(61_000).notes('story'))).toEqual([]);
  });

  it('does not blame the operator for the finalizers of others', () => {
    const held = { ...ending, finalizers: ['a.b/c'] };
    expect(violations(new HistoryBuilder().others(held).at(61_000).notes('story'))).toEqual([]);
  });
});
