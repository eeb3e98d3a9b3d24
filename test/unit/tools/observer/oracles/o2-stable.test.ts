import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { instabilities } from '../../../../../tools/observer/oracles/o2-stable.ts';
import { HistoryBuilder, type Thing } from '../../../../support/histories.ts';

const service: Thing = { kind: 'Service', name: 's' };
const lease: Thing = { kind: 'Lease', name: 'l' };
const found = ({ history }: HistoryBuilder): string[] => instabilities(history, usualFacts, { from: 10, to: 20 });

describe('O2', () => {
  it('accepts the lease, and what was before and comes after', () => {
    expect(found(new HistoryBuilder().operator(service).at(15).operator(lease).at(21).operator(service))).toEqual([]);
  });

  it('finds a write, and what it changed', () => {
    expect(found(new HistoryBuilder().at(15).operator(service))).toEqual([
      'apply services s at 15 ms, when all is at rest',
      'services s moved at 15 ms, when all is at rest',
    ]);
  });

  it('lets others change what they like', () => {
    expect(found(new HistoryBuilder().at(15).others(service))).toEqual([]);
  });
});
