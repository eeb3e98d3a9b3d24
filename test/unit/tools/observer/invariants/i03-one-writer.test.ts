import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { oneWriter } from '../../../../../tools/observer/invariants/i03-one-writer.ts';
import { HistoryBuilder, thing, type Thing } from '../../../../support/histories.ts';

const lease = (holderIdentity: string): Thing => ({
  kind: 'Lease',
  name: 'operator-lock',
  namespace: 'tigera-operator',
  spec: { holderIdentity },
});
const typha: Thing = { kind: 'Deployment', name: 'calico-typha', namespace: 'calico-system', spec: { replicas: 1 } };
const scaled: Thing = { ...typha, spec: { replicas: 2 } };

const node = (name: string): Thing => ({ kind: 'Node', name });

const violations = ({ history }: HistoryBuilder): string[] =>
  oneWriter.check(history, usualFacts).map(({ what }) => what);

describe('I3', () => {
  it('finds a write of who does not hold the lease any more', () => {
    const history = new HistoryBuilder().others(lease('one'), lease('two')).operator(typha);
    expect(violations(history)[0]).toMatch(
      'one wrote deployments.apps calico-system/calico-typha while two held the lease',
    );
  });

  it('lets the holder write', () => {
    expect(violations(new HistoryBuilder().others(lease('two'), lease('one')).operator(typha))).toEqual([]);
  });

  it('finds two controllers that apply one object', () => {
    const about = thing(typha);
    const history = new HistoryBuilder().asks('apply', about, { caller: 'a' }).asks('apply', about, { caller: 'b' });
    expect(violations(history)).toEqual(['deployments.apps calico-system/calico-typha is written by a and by b']);
  });

  it('lets one controller write the object and another its status', () => {
    const about = thing(typha);
    const history = new HistoryBuilder()
      .asks('apply', about, { caller: 'a' })
      .asks('apply', about, { caller: 'b', subresource: 'status' });
    expect(violations(history)).toEqual([]);
  });

  it('finds an object rewritten to and fro', () => {
    expect(violations(new HistoryBuilder().operator(typha, scaled, typha))[0]).toMatch('changed and changed back');
  });

  it('lets an object follow its input to and fro', () => {
    const history = new HistoryBuilder()
      .operator(typha)
      .others(node('a'))
      .operator(scaled)
      .others(node('b'))
      .operator(typha);
    expect(violations(history)).toEqual([]);
  });

  it('lets the operator repair what others change', () => {
    expect(
      violations(new HistoryBuilder().operator(typha).others(scaled).operator(typha).others(scaled).operator(typha)),
    ).toEqual([]);
  });
});
