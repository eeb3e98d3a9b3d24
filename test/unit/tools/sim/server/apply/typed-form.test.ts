import { describe, expect, it } from '@jest/globals';
import { schemaOf, settleTyped } from '../../../../../../tools/sim/server/apply/index.ts';

const schema = schemaOf('apps', 'v1', 'DaemonSet');

function settled(spec: object): ReturnType<typeof settleTyped> {
  const object = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'd' }, spec };
  return settleTyped(object, schema);
}

describe('settleTyped', () => {
  it('returns the same object where it is in order', () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { a: '1' } };
    expect(settleTyped(object, schemaOf('', 'v1', 'ConfigMap')).object).toBe(object);
  });

  it('leaves out null, empty lists and empty maps, but not empty structs', () => {
    const container = { name: 'c', env: [], resources: {}, command: null };
    const { object } = settled({ template: { metadata: { labels: {} }, spec: { containers: [container] } } });
    expect(object).toHaveProperty('spec', {
      template: { metadata: {}, spec: { containers: [{ name: 'c', resources: {} }] } },
    });
  });

  it('leaves out unknown fields and tells them', () => {
    const { object, unknown } = settled({ minReadySeconds: 1, other: 1, template: { spec: { replicas: 1 } } });
    expect(object).toHaveProperty('spec', { minReadySeconds: 1, template: { spec: {} } });
    expect(unknown).toEqual(['.spec.other', '.spec.template.spec.replicas']);
  });

  it.each([
    ['.spec.minReadySeconds', { minReadySeconds: '1' }],
    ['.spec.template', { template: [] }],
    ['.spec.template.spec.containers', { template: { spec: { containers: {} } } }],
    ['.spec.selector.matchLabels.a', { selector: { matchLabels: { a: 1 } } }],
  ])('tells values of another type: %s', (path, spec) => {
    expect(settled(spec).mistyped).toEqual([path]);
  });

  it('takes numbers and texts for quantities and ports', () => {
    const probe = { httpGet: { port: 'web' } };
    const containers = [{ name: 'c', livenessProbe: probe, resources: { limits: { cpu: 1, memory: '1Gi' } } }];
    expect(settled({ template: { spec: { containers } } }).mistyped).toEqual([]);
  });
});
