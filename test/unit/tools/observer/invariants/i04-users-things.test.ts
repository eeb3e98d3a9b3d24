import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { usersThingsStay } from '../../../../../tools/observer/invariants/i04-users-things.ts';
import { HistoryBuilder, managed, type Thing } from '../../../../support/histories.ts';

const violations = ({ history }: HistoryBuilder): string[] =>
  usersThingsStay.check(history, usualFacts).map(({ what }) => what);
const ours = managed('calico-operator', { 'f:spec': { 'f:bpfEnabled': {} } });
const theirs = managed('kubectl', {
  'f:metadata': { 'f:labels': { 'f:team': {} } },
  'f:spec': { 'f:logSeverityScreen': {} },
});
const felix: Thing = {
  kind: 'FelixConfiguration',
  labels: { team: 'a' },
  managedFields: [ours, theirs],
  spec: { bpfEnabled: true, logSeverityScreen: 'Debug' },
};

describe('I4', () => {
  it.each(['Secret', 'ConfigMap'])('finds a changed %s of a user', (kind) => {
    const users: Thing = { kind, data: { a: 'b' }, managedFields: [managed('kubectl', {})] };
    expect(violations(new HistoryBuilder().others(users).operator({ ...users, data: {} }))[0]).toMatch('user’s object');
  });

  it('lets the operator change what it owns', () => {
    const owned: Thing = { kind: 'Secret', data: { a: 'b' }, managedFields: [ours] };
    expect(violations(new HistoryBuilder().others(owned).operator({ ...owned, data: {} }))).toEqual([]);
  });

  it('finds a label of a user removed', () => {
    expect(violations(new HistoryBuilder().others(felix).operator({ ...felix, labels: {} }))[0]).toMatch(
      'metadata.labels.team was removed',
    );
  });

  it('finds a Felix field of a user changed', () => {
    const changed = { ...felix, spec: { bpfEnabled: true, logSeverityScreen: 'Info' } };
    expect(violations(new HistoryBuilder().others(felix).operator(changed))[0]).toMatch(
      'spec.logSeverityScreen was changed',
    );
  });

  it('finds a Felix field of a user taken over, which is how it is lost with the next write', () => {
    const all = managed('calico-operator', { 'f:spec': { 'f:bpfEnabled': {}, 'f:logSeverityScreen': {} } });
    expect(violations(new HistoryBuilder().others(felix).operator({ ...felix, managedFields: [all] }))[0]).toMatch(
      'spec.logSeverityScreen was taken over',
    );
  });

  it('lets the operator change its own fields, and users theirs', () => {
    const changed = { ...felix, spec: { bpfEnabled: false, logSeverityScreen: 'Debug' } };
    expect(
      violations(
        new HistoryBuilder()
          .others(felix)
          .operator(changed)
          .others({ ...changed, labels: {} }),
      ),
    ).toEqual([]);
  });

  it('finds a setting of a pool lost that the Installation has no words for', () => {
    const manager = managed('kubectl', { 'f:spec': { 'f:namespaceSelector': {}, 'f:natOutgoing': {} } });
    const spec = { cidr: '10.0.0.0/16', namespaceSelector: 'all()', natOutgoing: true };
    const pool: Thing = { kind: 'IPPool', managedFields: [manager], spec };
    const changed = { ...pool, spec: { cidr: '10.0.0.0/16' } };
    expect(violations(new HistoryBuilder().others(pool).operator(changed))).toEqual([
      expect.stringMatching('spec.namespaceSelector was changed'),
    ]);
    const claimed = { ...pool, managedFields: [{ ...manager, manager: 'calico-operator' }] };
    expect(violations(new HistoryBuilder().others(pool).operator(claimed))).toEqual([
      expect.stringMatching('spec.namespaceSelector was taken over'),
    ]);
  });

  it('finds labels and settings lost of a pool that Calico keeps for itself, wherever it writes them', () => {
    const spec = { cidr: '10.0.0.0/16', namespaceSelector: 'all()' };
    const pool: Thing = { kind: 'IPPool', apiVersion: 'crd.projectcalico.org/v1', labels: { team: 'a' }, spec };
    const packed = (labels: object): Thing => {
      const { labels: _, ...rest } = pool;
      return { ...rest, annotations: { 'projectcalico.org/metadata': JSON.stringify({ labels }) } };
    };
    expect(violations(new HistoryBuilder().others(pool).operator(packed({ team: 'a' }), pool))).toEqual([]);
    const lost = { ...packed({}), spec: { cidr: '10.0.0.0/16' } };
    expect(violations(new HistoryBuilder().others(pool).operator(lost))).toEqual([
      expect.stringMatching('metadata.labels.team was removed'),
      expect.stringMatching('spec.namespaceSelector was changed'),
    ]);
  });

  it('does not put down to the operator what others take away from it', () => {
    const ours = managed('calico-operator', { 'f:spec': { 'f:bpfEnabled': {} } });
    const shared: Thing = { ...felix, managedFields: [managed('calico-operator', { 'f:spec': {} }), theirs] };
    const less = { ...shared, labels: {}, managedFields: [ours] };
    expect(violations(new HistoryBuilder().operator(shared).others(less))).toEqual([]);
  });
});
