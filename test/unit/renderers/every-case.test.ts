import { describe, expect, it } from '@jest/globals';
import { describeRef, refOf } from '../../../src/k8s/object.ts';
import { renderCore } from '../../../src/renderers/catalog.ts';
import { allRenderedRoles, renderEveryCase } from '../../../src/renderers/every-case.ts';
import { aCoreInput } from '../../support/core-facts.ts';

const everything = new Set(renderEveryCase().present.map((object) => describeRef(refOf(object))));

describe('renderEveryCase', () => {
  it('has the objects of an ordinary cluster', () => {
    const ordinary = renderCore(aCoreInput()).present.map((object) => describeRef(refOf(object)));
    expect(ordinary.filter((ref) => !everything.has(ref))).toEqual([]);
  });

  it.each([
    'ResourceQuota calico-system/calico-critical-pods',
    'ClusterRoleBinding calico-cluster-admin',
    'ClusterRoleBinding calico-kube-controllers-endpoint-controller',
    'ClusterRole calico-node-migration',
    'Service calico-system/calico-typha-metrics',
    'NetworkPolicy openshift-dns/calico-system.cluster-dns',
    'GlobalNetworkPolicy calico-system.node-local-dns',
    'ConfigMap calico-system/bird-templates',
    'DaemonSet calico-system/calico-node-windows',
    'ConfigMap calico-system/cni-config-windows',
    'ClusterRole tigera-csr-creator',
    'ClusterRoleBinding calico-typha:csr-creator',
    'Service calico-system/goldmane-metrics',
    'ClusterRoleBinding guardian:csr-creator',
    'Secret tigera-operator/whisker-backend-key-pair',
  ])('has %s, which only some clusters have', (ref) => {
    expect(everything).toContain(ref);
  });
});

describe('what may be deleted', () => {
  it('has one namespace, which held nothing but what the operator made', () => {
    const namespaces = renderEveryCase().absent.filter(({ kind }) => kind === 'Namespace');
    expect(new Set(namespaces.map(({ name }) => name))).toEqual(new Set(['calico-apiserver']));
  });
});

describe('allRenderedRoles', () => {
  it('has the rules of every platform', () => {
    const groups = allRenderedRoles().flatMap(({ rules = [] }) => rules.flatMap(({ apiGroups = [] }) => apiGroups));
    expect(groups).toContain('security.openshift.io');
  });
});
