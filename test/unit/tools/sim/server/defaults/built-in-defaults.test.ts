import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../../../../../src/k8s/object.ts';
import { withBuiltInDefaults } from '../../../../../../tools/sim/server/defaults/built-in-defaults.ts';

const deployments = { group: 'apps', plural: 'deployments' };

function defaulted(resource: { group: string; plural: string }, spec: object): unknown {
  const object = { apiVersion: 'v1', kind: 'K', metadata: { name: 'a' }, spec };
  return (withBuiltInDefaults(resource, object) as KubeObject & { spec: unknown }).spec;
}

describe('defaults of built-in kinds', () => {
  it.each([
    ['no strategy', {}, { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } }],
    [
      'half of one',
      { strategy: { rollingUpdate: { maxSurge: 1 } } },
      { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: '25%' } },
    ],
    ['another one', { strategy: { type: 'Recreate' } }, { type: 'Recreate' }],
  ])('complete a Deployment with %s', (_what, spec, strategy) => {
    expect(defaulted(deployments, spec)).toMatchObject({ replicas: 1, strategy });
    expect(Object.keys((defaulted(deployments, spec) as { strategy: object }).strategy)).toHaveLength(
      Object.keys(strategy).length,
    );
  });

  it.each([
    ['calico/node', 'Always'],
    ['calico/node:latest', 'Always'],
    ['calico/node:v3', 'IfNotPresent'],
    ['registry:5000/node', 'Always'],
    ['calico/node@sha256:abc', 'IfNotPresent'],
  ])('pull %s %s', (image, imagePullPolicy) => {
    const spec = { template: { spec: { containers: [{ name: 'c', image }] } } };
    expect(defaulted(deployments, spec)).toMatchObject({ template: { spec: { containers: [{ imagePullPolicy }] } } });
  });

  it('reach into the probes, ports and volumes of pods', () => {
    const container = { name: 'c', ports: [{ containerPort: 1 }], livenessProbe: { httpGet: { port: 2 } } };
    const spec = { template: { spec: { containers: [container], volumes: [{ name: 'v', secret: {} }] } } };
    expect(defaulted(deployments, spec)).toMatchObject({
      template: {
        spec: {
          restartPolicy: 'Always',
          containers: [
            { ports: [{ protocol: 'TCP' }], livenessProbe: { periodSeconds: 10, httpGet: { scheme: 'HTTP' } } },
          ],
          volumes: [{ secret: { defaultMode: 420 } }],
        },
      },
    });
  });

  it('publish the ports of a pod on the network of its node, but not those of a template', () => {
    const spec = { hostNetwork: true, containers: [{ name: 'c', ports: [{ containerPort: 9 }] }] };
    expect(defaulted({ group: '', plural: 'pods' }, spec)).toMatchObject({
      containers: [{ ports: [{ hostPort: 9 }] }],
    });
    expect(JSON.stringify(defaulted(deployments, { template: { spec } }))).not.toContain('hostPort');
  });

  it('change nothing that is complete', () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
    expect(withBuiltInDefaults({ group: '', plural: 'configmaps' }, object)).toBe(object);
  });
});
