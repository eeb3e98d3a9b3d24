import { describe, expect, it } from '@jest/globals';
import type { InstallationSpec } from '../../../../src/crds/installation/spec.ts';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import { idleOverrides } from '../../../../src/reconcilers/installation/idle-overrides.ts';
import { settled } from '../../../support/installation-facts.ts';

const calicoNode = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'calico-node' },
  spec: { template: { spec: { containers: [{ name: 'calico-node' }], initContainers: [{ name: 'ebpf-bootstrap' }] } } },
} as KubeObject;

const overriding = (pod: object): InstallationSpec => ({ calicoNodeDaemonSet: { spec: { template: { spec: pod } } } });
const idle = (pod: object): string[] => idleOverrides(settled(overriding(pod)), [calicoNode]);

describe('idleOverrides', () => {
  it('says nothing of containers that are there, also under a former name', () => {
    expect(idle({ containers: [{ name: 'calico-node' }], initContainers: [{ name: 'mount-bpffs' }] })).toEqual([]);
  });

  it('names an override without effect, and the containers that there are', () => {
    expect(idle({ initContainers: [{ name: 'flexvol-driver' }] })).toEqual([
      'CAL-207 spec.calicoNodeDaemonSet.spec.template.spec.initContainers[flexvol-driver]: has no effect, because the pods have no such container now; there are ebpf-bootstrap',
    ]);
  });

  it('says nothing of a workload that is switched off', () => {
    const spec = settled({
      csiNodeDriverDaemonSet: { spec: { template: { spec: { containers: [{ name: 'calico-csi' }] } } } },
    });
    expect(idleOverrides(spec, [calicoNode])).toEqual([]);
  });
});
