import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { poolsAreSafe } from '../../../../../tools/observer/invariants/i01-pools.ts';
import { HistoryBuilder, managed, type Thing } from '../../../../support/histories.ts';

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

  it('lets a pool go in use whose annotation allows it', () => {
    const allowed = { ...pool, annotations: { 'operator.tigera.io/delete-in-use': 'true' } };
    const story = new HistoryBuilder().others(allowed, block('10.0.1.0/26', [0])).operatorDeletes(allowed);
    expect(check(story)).toEqual([]);
  });

  it('finds a pool enabled again that somebody has disabled', () => {
    const spec = { cidr: '10.0.0.0/16', disabled: true };
    const disabledBy = (manager: string): Thing => ({
      ...pool,
      spec,
      managedFields: [managed(manager, { 'f:spec': { 'f:disabled': {} } })],
    });
    expect(check(new HistoryBuilder().others(disabledBy('kubectl')).operator(pool))[0]).toMatch('was enabled again');
    expect(check(new HistoryBuilder().others(disabledBy('kubectl')).operator({ ...pool, spec }))).toHaveLength(1);
    const labelled = { ...disabledBy('kubectl'), labels: { ...labels, team: 'a' } };
    expect(check(new HistoryBuilder().others(disabledBy('kubectl')).operator(labelled))).toEqual([]);
    expect(check(new HistoryBuilder().others(disabledBy('calico-operator')).operator(pool))).toEqual([]);
  });

  it('goes by who has disabled a pool, and by the labels that users see, where Calico keeps it for itself', () => {
    const text = JSON.stringify({ labels });
    const kept: Thing = { kind: 'IPPool', apiVersion: 'crd.projectcalico.org/v1', spec: pool['spec'] };
    const stored = { ...kept, annotations: { 'projectcalico.org/metadata': text } };
    const disabled = { ...stored, spec: { cidr: '10.0.0.0/16', disabled: true } };
    const enabled = check(new HistoryBuilder().others(stored, disabled).operator(stored));
    expect(enabled).toEqual(['ippools.crd.projectcalico.org default was enabled again, or is about to']);
    expect(check(new HistoryBuilder().others(stored).operator(disabled, stored).operatorDeletes(stored))).toEqual([]);
    expect(check(new HistoryBuilder().others(kept).operatorDeletes(kept))[0]).toMatch('not labelled');
  });

  it('finds a pool with another range or another size of blocks', () => {
    const old = { ...pool, spec: { cidr: '10.0.0.0/16', blockSize: 26 } };
    const changed = { ...pool, spec: { cidr: '10.0.0.0/17', blockSize: 27 } };
    expect(check(new HistoryBuilder().others(old).operator(changed))).toEqual([
      expect.stringMatching('got another cidr'),
      expect.stringMatching('got another blockSize'),
    ]);
  });
});
