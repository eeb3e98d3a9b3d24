import { describe, expect, it } from '@jest/globals';
import {
  ownedMountPaths,
  ownedVolumes,
  type OverriddenWorkload,
} from '../../../../src/crds/installation/owned-mounts.ts';
import { renderedPods } from '../../../support/rendered-pods.ts';

const overrideOf: Readonly<Record<string, OverriddenWorkload>> = {
  'calico-node': 'calicoNodeDaemonSet',
  'calico-node-windows': 'calicoNodeWindowsDaemonSet',
  'csi-node-driver': 'csiNodeDriverDaemonSet',
  'calico-kube-controllers': 'calicoKubeControllersDeployment',
  'calico-typha': 'typhaDeployment',
};

const pods = renderedPods();
const workloads = [...new Set(pods.map(({ workload }) => workload))];
const containers = [...new Set(pods.flatMap((pod) => pod.containers.map(({ name }) => name)))];

describe('ownedVolumes', () => {
  it.each(workloads)('holds all volumes of %s', (workload) => {
    const override = overrideOf[workload];
    const rendered = pods.flatMap((pod) => (pod.workload === workload ? pod.volumes.map(({ name }) => name) : []));
    const owned = override === undefined ? new Set<string>() : ownedVolumes(override);
    expect(rendered.filter((name) => !owned.has(name))).toEqual([]);
  });
});

describe('ownedMountPaths', () => {
  it.each(containers)('holds or contains all paths of container %s', (name) => {
    const uncovered = pods.flatMap((pod) => {
      const owned = ownedMountPaths(name, pod.spec);
      const mounts = pod.containers.flatMap((each) => (each.name === name ? (each.volumeMounts ?? []) : []));
      return mounts.filter(({ mountPath }) => !owned.some((own) => `${mountPath}/`.startsWith(`${own}/`)));
    });
    expect(uncovered).toEqual([]);
  });
});
