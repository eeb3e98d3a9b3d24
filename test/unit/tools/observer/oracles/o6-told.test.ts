import { describe, expect, it } from '@jest/globals';
import { untold } from '../../../../../tools/observer/oracles/o6-told.ts';
import { HistoryBuilder, type Thing } from '../../../../support/histories.ts';

const status = (message: string): Thing => ({
  kind: 'TigeraStatus',
  name: 'calico',
  status: { conditions: [{ message }] },
});
const cause = { from: 1_000, to: 60_000, says: /quota/ };
const told = (at: number, until: number): HistoryBuilder =>
  new HistoryBuilder().others(status('fine')).at(at).others(status('quota exceeded')).at(until).others(status('fine'));

describe('O6', () => {
  it('accepts what is told in time and taken back in time', () => {
    expect(untold(told(5_000, 65_000).at(80_000).logs('{}').history, cause)).toEqual([]);
  });

  it('finds a cause that is not told', () => {
    expect(untold(told(20_000, 65_000).history, cause)).toEqual(['quota was not told within 10 s']);
    expect(untold(new HistoryBuilder().others(status('fine')).history, cause)).toEqual([
      'quota was not told within 10 s',
    ]);
  });

  it('finds a cause that is told for too long', () => {
    expect(untold(told(5_000, 75_000).at(80_000).logs('{}').history, cause)).toEqual([
      'quota is still told 10 s after its end',
    ]);
  });

  it('asks nothing about causes that pass quickly', () => {
    expect(untold(new HistoryBuilder().others(status('fine')).history, { ...cause, to: 5_000 })).toEqual([]);
  });
});
