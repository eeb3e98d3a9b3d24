import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import { wavesOf } from '../../../../src/reconcilers/apply/waves.ts';

function named(kind: string, name = 'x', namespace = 'tigera-operator'): KubeObject {
  return { apiVersion: 'v1', kind, metadata: { name, namespace } };
}

const inOrder = [
  named('Namespace'),
  named('RoleBinding', 'tigera-operator-secrets'),
  named('ConfigMap'),
  named('Secret'),
  named('Secret', 'x', 'calico-system'),
  named('Deployment', 'calico-typha'),
  named('DaemonSet', 'calico-node'),
  named('NetworkPolicy'),
  named('GlobalNetworkPolicy'),
];

describe('wavesOf', () => {
  it('sends what others need before those', () => {
    expect(wavesOf(inOrder.toReversed())).toEqual(inOrder.map((object) => [object]));
  });

  it.each(['ServiceAccount', 'ClusterRole', 'RoleBinding', 'Tier', 'CSIDriver'])(
    'sends a %s together with ConfigMaps',
    (kind) => {
      expect(wavesOf([named('ConfigMap'), named(kind)])).toHaveLength(1);
    },
  );

  it.each(['StatefulSet', 'Job', 'Deployment'])('sends a %s together with the DaemonSets', (kind) => {
    expect(wavesOf([named('DaemonSet'), named(kind)])).toHaveLength(1);
  });

  it('keeps the order of rendering inside of a wave, and every object', () => {
    const objects = fc
      .array(fc.tuple(fc.constantFrom(...inOrder), fc.nat(9)))
      .map((picked) => picked.map(([object]) => ({ ...object })));
    fc.assert(
      fc.property(objects, (given) => {
        const waves = wavesOf(given);
        expect(waves.flat()).toHaveLength(given.length);
        for (const wave of waves) expect(wave).toEqual(given.filter((object) => wave.includes(object)));
      }),
    );
  });
});
