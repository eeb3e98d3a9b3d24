import { describe, expect, it } from '@jest/globals';
import type { DaemonSet, Deployment, PodSpec, Toleration } from '../../../src/crds/generated/core.gen.ts';
import type { SettledSpec } from '../../../src/crds/installation/spec.ts';
import type { KubeObject } from '../../../src/k8s/object.ts';
import { renderCore, renderWindows } from '../../../src/renderers/catalog.ts';
import { tolerateAll, tolerateControlPlane } from '../../../src/renderers/shared/workloads.ts';
import { aCoreInput, aSettledSpec } from '../../support/core-facts.ts';

/** The workloads of an Installation, Windows nodes included. */
function workloads(changes: Partial<SettledSpec> = {}): (DaemonSet | Deployment)[] {
  const input = aCoreInput({ spec: aSettledSpec(changes) });
  const windows = { ...input, felix: { healthPort: 9099, vxlanVni: 4096 }, dns: { addresses: [], clusterDomain: 'c' } };
  const objects = [...renderCore(input).present, ...renderWindows(windows).present];
  return objects.filter(isWorkload);
}

function isWorkload(object: KubeObject): object is DaemonSet | Deployment {
  return object.kind === 'DaemonSet' || object.kind === 'Deployment';
}

/** Something of each pod, by the name of its workload. */
function byWorkload<T>(of: (pod: PodSpec) => T, changes: Partial<SettledSpec> = {}): Record<string, T | undefined> {
  const entries = workloads(changes).map(({ metadata, spec }) => {
    const pod = spec?.template.spec;
    return [metadata.name, pod && of(pod)] as const;
  });
  return Object.fromEntries(entries);
}

const linux = { 'kubernetes.io/os': 'linux' };
const mine: Toleration = { key: 'infra', operator: 'Exists' };

describe('controlPlaneNodeSelector', () => {
  it('is for calico-kube-controllers, and for nothing else of the core', () => {
    const controlPlaneNodeSelector = { infra: 'true' };
    expect(byWorkload(({ nodeSelector }) => nodeSelector, { controlPlaneNodeSelector })).toEqual({
      'calico-kube-controllers': { infra: 'true', ...linux },
      'calico-typha': linux,
      'calico-node': linux,
      'csi-node-driver': linux,
      'calico-node-windows': { 'kubernetes.io/os': 'windows' },
    });
  });
});

describe('controlPlaneTolerations', () => {
  it('come before those of calico-kube-controllers, replace those of Typha, and are not for nodes', () => {
    const found = byWorkload(({ tolerations }) => tolerations, { controlPlaneTolerations: [mine] });
    expect(found).toEqual({
      'calico-kube-controllers': [mine, ...tolerateControlPlane()],
      'calico-typha': [mine],
      'calico-node': tolerateAll(),
      'csi-node-driver': tolerateAll(),
      'calico-node-windows': byWorkload(({ tolerations }) => tolerations)['calico-node-windows'],
    });
  });

  it('do on Typha nothing while they are empty', () => {
    const found = byWorkload(({ tolerations }) => tolerations, { controlPlaneTolerations: [] });
    expect(found['calico-typha']).toEqual(tolerateAll());
  });
});

describe('controlPlaneReplicas', () => {
  it('change nothing of the core', () => {
    expect(workloads({ controlPlaneReplicas: 7 })).toEqual(workloads());
  });
});

type Component = NonNullable<SettledSpec['componentResources']>[number]['componentName'];

describe('componentResources', () => {
  const resourceRequirements = { requests: { cpu: '1' } };

  it.each<[Component, string]>([
    ['Node', 'calico-node/calico-node'],
    ['Typha', 'calico-typha/calico-typha'],
    ['KubeControllers', 'calico-kube-controllers/calico-kube-controllers'],
    ['NodeWindows', 'calico-node-windows/node'],
    ['FelixWindows', 'calico-node-windows/felix'],
    ['ConfdWindows', 'calico-node-windows/confd'],
  ])('of %s are for container %s alone', (componentName, expected) => {
    const found = workloads({ componentResources: [{ componentName, resourceRequirements }] }).flatMap(
      ({ metadata, spec: { template: { spec: pod } = {} } = {} }) =>
        [...(pod?.containers ?? []), ...(pod?.initContainers ?? [])].flatMap(({ name, resources }) =>
          resources === undefined ? [] : [{ container: `${metadata.name}/${name}`, resources }],
        ),
    );
    expect(found).toEqual([{ container: expected, resources: resourceRequirements }]);
  });
});
