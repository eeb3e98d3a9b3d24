import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { reachIsSmall } from '../../../../../tools/observer/invariants/i12-reach.ts';
import { HistoryBuilder, thing, type Thing } from '../../../../support/histories.ts';

const violations = ({ history }: HistoryBuilder): string[] =>
  reachIsSmall.check(history, usualFacts).map(({ what }) => what);
const deleting = (each: Thing): string[] => violations(new HistoryBuilder().asks('delete', thing(each)));

describe('I12', () => {
  it.each(['CustomResourceDefinition', 'Namespace', 'Node'])('finds a %s deleted', (kind) => {
    expect(deleting({ kind })[0]).toMatch('was to be deleted');
  });

  it('finds a whole collection deleted', () => {
    const history = new HistoryBuilder().asks('delete', thing({ kind: 'Secret' }), { name: undefined as never });
    expect(violations(history)).toEqual(['all of secrets were to be deleted at once']);
  });

  it('lets the operator delete other things, and a namespace that it made', () => {
    const namespace: Thing = { kind: 'Namespace', name: 'calico-system' };
    expect(deleting({ kind: 'Secret' })).toEqual([]);
    expect(violations(new HistoryBuilder().operator(namespace).operatorDeletes(namespace))).toEqual([]);
  });

  it('lets it label nodes for the migration, and do nothing else to them', () => {
    const node: Thing = { kind: 'Node', labels: { a: 'b' } };
    const labelled = { ...node, labels: { a: 'b', 'projectcalico.org/operator-node-migration': 'migrated' } };
    expect(violations(new HistoryBuilder().others(node).operator(labelled))).toEqual([]);
    expect(violations(new HistoryBuilder().others(node).operator({ ...node, labels: {} }))).toHaveLength(1);
  });
});
