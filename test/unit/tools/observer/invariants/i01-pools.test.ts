import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { poolsAreSafe } from '../../../../../tools/observer/invariants/i01-pools.ts';
import { HistoryBuilder, type Thing } from '../../../../support/histories.ts';

const labels = { 'app.kubernetes.io/managed-by': 'tigera-operator' };
const pool: Thing = { kind: 'IPPool', labels, spec: { cidr: '10.0.0.0/16' } };
const block = (cidr: string, allocations: (number | null)[]): Thing => ({
  kind: 'IPAMBlock',
  name: 'b',
  spec: { cidr, allocations },
});

const check = ({ history }: HistoryBuilder): string[] =>
  poolsAreSafe.check(history, usualFacts).map(({ what }) => what);
const deleted = (...before: Thing[]): string[] =>
  check(new HistoryBuilder().others(pool, ...before).operatorDeletes(pool));

describe('I1', () => {
  it('lets an empty pool of our own go', () => {
    expect(deleted(block('10.0.1.0/26', [null, null]), block('10.1.0.0/26', [0]))).toEqual([]);
  });

  it('finds a pool deleted while a block in it holds an address', () => {
    expect(deleted(block('10.0.1.0/26', [null, 0]))).toEqual([
      'ippools.projectcalico.org default was deleted while block b holds addresses',
    ]);
  });

  it('finds a pool of somebody else deleted', () => {
    expect(deleted({ ...pool, labels: {} })[0]).toMatch('not labelled');
  });

  it('leaves users free to delete what they like', () => {
    expect(check(new HistoryBuilder().others(pool, block('10.0.1.0/26', [0])).othersDelete(pool))).toEqual([]);
  });

  it('finds a disabled pool enabled again', () => {
    const disabled = { ...pool, spec: { cidr: '10.0.0.0/16', disabled: true } };
    expect(check(new HistoryBuilder().others(disabled).operator(pool))[0]).toMatch('was enabled again');
    expect(check(new HistoryBuilder().others(disabled).operator({ ...disabled, labels: { a: 'b' } }))).toEqual([]);
  });
});
