import { describe, expect, it } from '@jest/globals';
import type { Node } from '../../../../src/crds/generated/core.gen.ts';
import { labelOf, nodeFacts } from '../../../../src/reconcilers/cluster/node-facts.ts';

function aNode(labels: Record<string, string>, spec: Node['spec'] = {}): Node {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1', labels }, spec };
}

describe('nodeFacts', () => {
  it('keeps a few words of a node', () => {
    expect(nodeFacts(aNode({ 'kubernetes.io/os': 'linux', other: 'label' }, { podCIDR: '10.0.0.0/24' }))).toEqual({
      name: 'node-1',
      os: 'linux',
      unschedulable: false,
      ready: true,
      virtual: false,
      labels: ['kubernetes.io/os', 'linux', 'other', 'label'],
      taints: [],
      platform: '',
      address: '',
    });
  });

  it('keeps the address by which other nodes reach it', () => {
    const addresses = [
      { type: 'Hostname', address: 'node-1' },
      { type: 'InternalIP', address: '172.18.0.2' },
      { type: 'InternalIP', address: 'fd00::2' },
    ];
    expect(nodeFacts({ ...aNode({}), status: { addresses } }).address).toBe('172.18.0.2');
  });

  it('survives a node without labels and spec', () => {
    expect(nodeFacts({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'bare' } })).toMatchObject({ os: '' });
  });

  it('finds labels by their keys, never by their values', () => {
    const facts = nodeFacts(aNode({ zone: 'rack', rack: '7' }));
    expect(['zone', 'rack', '7'].map((key) => labelOf(facts, key))).toEqual(['rack', '7', undefined]);
  });

  it('keeps taints that last, not those of its condition nor mere wishes', () => {
    const taints = [
      { key: 'dedicated', value: 'infra', effect: 'NoSchedule' as const },
      { key: 'alone', effect: 'NoExecute' as const },
      { key: 'quiet', effect: 'PreferNoSchedule' as const },
      { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' as const },
      { key: 'node.cloudprovider.kubernetes.io/uninitialized', value: 'true', effect: 'NoSchedule' as const },
    ];
    expect(nodeFacts(aNode({}, { taints })).taints).toEqual([
      { key: 'dedicated', value: 'infra', effect: 'NoSchedule' },
      { key: 'alone', value: '', effect: 'NoExecute' },
    ]);
  });

  it('sees that a node is cordoned', () => {
    expect(nodeFacts(aNode({}, { unschedulable: true })).unschedulable).toBe(true);
  });

  it.each([
    [[{ type: 'Ready', status: 'True' }], true],
    [[{ type: 'Ready', status: 'Unknown' }], false],
    [[{ type: 'MemoryPressure', status: 'False' }], true],
  ])('with conditions %j is ready: %s', (conditions, ready) => {
    expect(nodeFacts({ ...aNode({}), status: { conditions } }).ready).toBe(ready);
  });

  it.each([
    [{ type: 'virtual-kubelet', 'kubernetes.azure.com/cluster': 'c' }, true],
    [{ type: 'virtual-kubelet' }, false],
    [{ 'kubernetes.azure.com/cluster': 'c' }, false],
    [{ 'eks.amazonaws.com/compute-type': 'fargate' }, true],
    [{ 'eks.amazonaws.com/compute-type': 'ec2' }, false],
  ])('with %j is virtual: %s', (labels, virtual) => {
    expect(nodeFacts(aNode(labels)).virtual).toBe(virtual);
  });

  it.each([
    [{ 'cloud.google.com/gke-nodepool': 'p' }, {}, 'GKE'],
    [{ 'com.docker.ucp.orchestrator.kubernetes': 'true' }, {}, 'DockerEnterprise'],
    [{ 'kubernetes.azure.com/cluster': 'c' }, {}, 'AKS'],
    [{}, { providerID: 'kind://docker/kind/node' }, 'Kind'],
    [{}, { providerID: 'aws:///eu-west-1a/i-1' }, ''],
  ])('with %j and %j gives away %j', (labels, spec, platform) => {
    expect(nodeFacts(aNode(labels, spec)).platform).toBe(platform);
  });
});
