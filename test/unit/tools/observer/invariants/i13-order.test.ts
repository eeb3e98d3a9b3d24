import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { orderIsKept } from '../../../../../tools/observer/invariants/i13-order.ts';
import { HistoryBuilder, type Thing } from '../../../../support/histories.ts';

const namespace = 'calico-system';
const subjects = [{ kind: 'ServiceAccount', name: 'typha', namespace }];
const account: Thing = { kind: 'ServiceAccount', name: 'typha', namespace };
const binding: Thing = { kind: 'ClusterRoleBinding', name: 'typha', subjects };
const secret: Thing = { kind: 'Secret', name: 's', namespace };
const configMap: Thing = { kind: 'ConfigMap', name: 'c', namespace };
const volumes = [
  { secret: { secretName: 's' } },
  { configMap: { name: 'c' } },
  { secret: { secretName: 'x', optional: true } },
];
const typha: Thing = {
  kind: 'Deployment',
  name: 'typha',
  namespace,
  spec: { template: { spec: { serviceAccountName: 'typha', volumes } } },
};
const inOrder = [account, binding, secret, configMap, typha];

const violations = (...things: Thing[]): string[] =>
  orderIsKept.check(new HistoryBuilder().operator(...things).history, usualFacts).map(({ what }) => what);

describe('I13', () => {
  it('accepts the right order', () => {
    expect(violations(...inOrder)).toEqual([]);
  });

  it.each([
    [account, 'came before serviceaccounts calico-system/typha'],
    [binding, 'came before binding typha of its ServiceAccount'],
    [secret, 'came before secrets calico-system/s'],
    [configMap, 'came before configmaps calico-system/c'],
  ])('finds a workload before $kind', (late, what) => {
    expect(violations(...inOrder.filter((each) => each !== late), late)).toEqual([
      `deployments.apps calico-system/typha ${what}`,
    ]);
  });

  it('finds an APIService that nobody serves', () => {
    const api: Thing = { kind: 'APIService', name: 'v3', spec: { service: { name: 'calico-api', namespace } } };
    const selector = { app: 'api' };
    const service: Thing = { kind: 'Service', name: 'calico-api', namespace, spec: { selector } };
    const spec = { template: { metadata: { labels: { app: 'api', version: '1' } } } };
    const ready: Thing = { kind: 'Deployment', namespace, spec, status: { availableReplicas: 1 } };
    const stranger: Thing = { kind: 'Deployment', namespace, status: { availableReplicas: 1 } };
    const words = 'points at calico-system/calico-api, which is not ready';
    expect(violations(service, api)[0]).toMatch(words);
    expect(violations(service, stranger, api)[0]).toMatch(words);
    expect(violations(service, ready, api)).toEqual([]);
  });
});
