import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { effortOf, wastedEffort, type Effort } from '../../../../../tools/observer/oracles/o3-effort.ts';
import { HistoryBuilder, type Thing } from '../../../../support/histories.ts';

const service: Thing = { kind: 'Service', name: 's' };
const effort = ({ history }: HistoryBuilder): Effort => effortOf(history, usualFacts);
const golden = effort(new HistoryBuilder().operator(service));
const none = { faults: 0, subjects: new Set<string>() };
const remade = (): Effort => effort(new HistoryBuilder().operator(service).operatorDeletes(service).operator(service));

describe('O3', () => {
  it('counts creations, deletions and writes', () => {
    const { creates, deletes, writes } = remade();
    expect([creates.get('services s'), deletes.get('services s'), writes]).toEqual([2, 1, 3]);
  });

  it('counts no work of others', () => {
    expect(effort(new HistoryBuilder().others(service).othersDelete(service))).toEqual({
      creates: new Map(),
      deletes: new Map(),
      writes: 0,
    });
  });

  it('accepts the same effort', () => {
    expect(wastedEffort(golden, golden, none)).toEqual([]);
  });

  it('finds objects made again, deleted, and too many writes', () => {
    expect(wastedEffort(golden, remade(), none)).toEqual([
      'services s was created 2 times instead of 1',
      'services s was deleted 1 times instead of 0',
      '3 writes, where 2 are enough',
    ]);
  });

  it('forgives what a fault was about', () => {
    expect(wastedEffort(golden, remade(), { faults: 1, subjects: new Set(['services s']) })).toEqual([]);
  });
});
