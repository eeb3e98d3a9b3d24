import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { labelValue, standardLabels } from '../../../../src/renderers/shared/labels.ts';

describe('labelValue', () => {
  it.each([
    ['calico-node:csr-creator', 'calico-node_csr-creator'],
    ['calico-system.default-deny', 'calico-system.default-deny'],
    ['--_.a b.-', 'a_b'],
    ['Größe', 'Gr__e'],
    ['***', ''],
  ])('makes %s legal', (text, value) => {
    expect(labelValue(text)).toBe(value);
  });

  it('is accepted by the API server for any text', () => {
    const legal = /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => legal.test(labelValue(text))));
  });
});

describe('standardLabels', () => {
  it('names the object, the custom resource behind it and the operator', () => {
    const reference = { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', name: 'default', uid: 'u' };
    const owner = { reference, component: 'Installation.operator.tigera.io' };
    expect(standardLabels('calico-node', owner, 'my-operator')).toEqual({
      'k8s-app': 'calico-node',
      'app.kubernetes.io/name': 'calico-node',
      'app.kubernetes.io/instance': 'default',
      'app.kubernetes.io/component': 'Installation.operator.tigera.io',
      'app.kubernetes.io/part-of': 'Calico',
      'app.kubernetes.io/managed-by': 'my-operator',
    });
  });
});
