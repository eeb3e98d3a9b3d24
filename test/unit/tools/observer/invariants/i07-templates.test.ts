import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { templatesNeedReasons } from '../../../../../tools/observer/invariants/i07-templates.ts';
import { HistoryBuilder, type Thing } from '../../../../support/histories.ts';

const node = (image: string): Thing => ({ kind: 'DaemonSet', name: 'calico-node', spec: { template: { image } } });
const installation = (a: number): Thing => ({ kind: 'Installation', spec: { a } });
const violations = ({ history }: HistoryBuilder): number => templatesNeedReasons.check(history, usualFacts).length;

describe('I7', () => {
  it('finds a template that changes for nothing', () => {
    expect(violations(new HistoryBuilder().others(installation(1)).operator(node('a'), node('b')))).toBe(1);
  });

  it('lets a template follow the Installation', () => {
    expect(violations(new HistoryBuilder().operator(node('a')).others(installation(1)).operator(node('b')))).toBe(0);
  });

  it('lets the operator put back what others changed', () => {
    expect(violations(new HistoryBuilder().operator(node('a')).others(node('b')).operator(node('a')))).toBe(0);
  });

  it('finds a repair that leads elsewhere', () => {
    expect(violations(new HistoryBuilder().operator(node('a')).others(node('b')).operator(node('c')))).toBe(1);
  });

  it('lets a deleted workload come back different', () => {
    expect(violations(new HistoryBuilder().operator(node('a')).othersDelete(node('a')).operator(node('b')))).toBe(0);
  });
});
