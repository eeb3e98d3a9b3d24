import { describe, expect, it } from '@jest/globals';
import type { Container, EnvVar } from '../../../../src/crds/generated/core.gen.ts';
import type { PodSpecOverride } from '../../../../src/crds/workload-override.ts';
import {
  deprecatedResources,
  overrideDaemonSet,
  overrideDeployment,
} from '../../../../src/renderers/shared/overrides.ts';
import { daemonSet, deployment, type RenderedDaemonSet } from '../../../../src/renderers/shared/workloads.ts';

const own = { limits: { cpu: '1' } };
const theirs = { requests: { memory: '1Gi' } };

function anAgent(container: Partial<Container> = {}): RenderedDaemonSet {
  const metadata = { labels: { own: 'ours' } };
  const containers = [{ name: 'agent', ...container }];
  return daemonSet('agent', { template: { metadata, spec: { containers, tolerations: [{ operator: 'Exists' }] } } });
}

function podOf(
  override: PodSpecOverride,
  container: Partial<Container> = {},
): RenderedDaemonSet['spec']['template']['spec'] {
  return overrideDaemonSet(anAgent(container), { spec: { template: { spec: override } } }).spec.template.spec;
}

describe('labels and annotations of a user', () => {
  it('are added, and lose against those of the operator', () => {
    const override = { spec: { template: { metadata: { labels: { own: 'theirs', team: 'net' } } } } };
    expect(overrideDaemonSet(anAgent(), override).spec.template.metadata?.labels).toEqual({ own: 'ours', team: 'net' });
  });

  it('cannot touch the keys of the operator, nor the label that selectors rely on', () => {
    const labels = { 'k8s-app': 'mine', 'hash.operator.tigera.io/system': 'x' };
    const { metadata } = overrideDaemonSet(anAgent(), { metadata: { labels, annotations: labels } });
    expect(metadata).toEqual({ name: 'agent', namespace: 'calico-system' });
  });
});

describe('containers in an override', () => {
  it('get the resources of the user instead of ours, not merged with them', () => {
    const pod = podOf({ containers: [{ name: 'agent', resources: theirs }] }, { resources: own });
    expect(pod?.containers[0]?.resources).toEqual(theirs);
  });

  it.each([
    ['has no resources', [{ name: 'agent' }]],
    ['has empty resources', [{ name: 'agent', resources: {} }]],
    ['names no container of the workload', [{ name: 'other', resources: theirs }]],
  ])('stay as they are when the entry %s', (_name, containers) => {
    expect(podOf({ containers }, { resources: own })?.containers).toEqual([{ name: 'agent', resources: own }]);
  });

  it('follow the last entry of their name', () => {
    const containers = [
      { name: 'agent', resources: own },
      { name: 'agent', resources: theirs },
    ];
    expect(podOf({ containers })?.containers[0]?.resources).toEqual(theirs);
  });

  it('get the ports of the user with their protocol', () => {
    const pod = podOf({ containers: [{ name: 'agent', ports: [{ name: 'api', containerPort: 1 }] }] });
    expect(pod?.containers[0]?.ports).toEqual([{ name: 'api', containerPort: 1, protocol: 'TCP' }]);
  });
});

describe('variables that a user adds', () => {
  it('come after ours, and lose against those of the same name', () => {
    const env = [{ name: 'OURS', value: 'ours' }];
    const containers = [
      {
        name: 'agent',
        env: [
          { name: 'OURS', value: 'theirs' },
          { name: 'GOGC', value: '50' },
        ],
      },
    ];
    const added = podOf({ containers }, { env })?.containers[0]?.env;
    expect(added).toEqual([...env, { name: 'GOGC', value: '50' }]);
  });

  it.each<[EnvVar, EnvVar]>([
    [{ name: 'A', value: '' }, { name: 'A' }],
    [
      { name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
      { name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.hostIP' } } },
    ],
    [
      { name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } },
      { name: 'A', valueFrom: { resourceFieldRef: { divisor: '0', resource: 'limits.memory' } } },
    ],
  ])('like %j are sent as they will be stored', (variable, stored) => {
    expect(podOf({ containers: [{ name: 'agent', env: [variable] }] })?.containers[0]?.env).toEqual([stored]);
  });
});

describe('the pod in an override', () => {
  it('replaces tolerations as a whole, also by none', () => {
    expect(podOf({ tolerations: [] })?.tolerations).toEqual([]);
    expect(podOf({})?.tolerations).toEqual([{ operator: 'Exists' }]);
  });

  it('treats an empty DNS policy or priority class as none', () => {
    expect(Object.keys(podOf({ dnsPolicy: '', priorityClassName: '' }) ?? {})).toEqual(['containers', 'tolerations']);
  });
});

describe('overrideDeployment', () => {
  const plain = deployment('server', { strategy: { type: 'Recreate' }, template: { spec: { containers: [] } } });

  it('turns the strategy into a rolling update with exactly the given parameters', () => {
    const { spec } = overrideDeployment(plain, { spec: { strategy: { rollingUpdate: { maxSurge: 1 } } } });
    expect(spec.strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } });
  });

  it('keeps everything when nothing is overridden', () => {
    expect(overrideDeployment(plain).spec).toEqual({
      ...plain.spec,
      template: { metadata: {}, spec: { containers: [] } },
    });
  });
});

describe('deprecatedResources', () => {
  it('takes the last entry of the component and none of another', () => {
    const componentResources = [
      { componentName: 'Node' as const, resourceRequirements: own },
      { componentName: 'Node' as const, resourceRequirements: theirs },
    ];
    expect(deprecatedResources({ componentResources }, 'Node')).toEqual({ resources: theirs });
    expect(deprecatedResources({ componentResources }, 'Typha')).toEqual({});
  });
});
