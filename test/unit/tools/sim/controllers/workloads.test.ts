import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DaemonSet, Deployment } from '../../../../../src/crds/generated/core.gen.ts';
import { Node } from '../../../../../src/k8s/kinds.ts';
import { kwokNode } from '../../../../../tools/cluster/kwok-nodes.ts';
import { pods } from '../../../../../tools/sim/controllers/pods.ts';
import {
  aControlledCluster,
  aDaemonSet,
  aDeployment,
  daemonSets,
  deployments,
  type ControlledCluster,
} from '../../../../support/simulated-controllers.ts';

let cluster: ControlledCluster;

beforeEach(() => {
  cluster = aControlledCluster();
});

const agent = (): DaemonSet['status'] => cluster.admin.get(daemonSets, { namespace: 'test', name: 'agent' })?.status;
const server = (): Deployment['status'] =>
  cluster.admin.get(deployments, { namespace: 'test', name: 'server' })?.status;
const nodesWithPods = (): string[] => cluster.admin.list(pods).map(({ spec }) => spec?.nodeName ?? '');

describe('a DaemonSet', () => {
  it('has a ready pod on every node, those that come later too', async () => {
    cluster.admin.create(daemonSets, aDaemonSet('v1'));
    await cluster.scheduler.pass(5_000);
    cluster.admin.create(Node, kwokNode(3));
    await cluster.scheduler.pass(5_000);
    expect(nodesWithPods().toSorted()).toEqual(['node-0', 'node-1', 'node-2', 'node-3']);
    expect(agent()).toMatchObject({ desiredNumberScheduled: 4, numberAvailable: 4, updatedNumberScheduled: 4 });
  });

  it('rolls to a new template within its budget', async () => {
    cluster.admin.create(daemonSets, aDaemonSet('v1', 2));
    await cluster.scheduler.pass(5_000);
    let fewest = 3;
    cluster.admin.onChange(({ resource, object }) => {
      if (resource.plural === 'daemonsets')
        fewest = Math.min(fewest, (object as DaemonSet).status?.numberAvailable ?? 3);
    });
    cluster.admin.patch(daemonSets, { namespace: 'test', name: 'agent' }, { spec: aDaemonSet('v2', 2).spec });
    await cluster.scheduler.pass(20_000);
    expect(agent()).toMatchObject({ updatedNumberScheduled: 3, numberAvailable: 3, observedGeneration: 2 });
    expect(fewest).toBe(1);
  });

  it('is not on nodes that its selector leaves out', async () => {
    const chosen = aDaemonSet('v1');
    const spec = { ...chosen.spec?.template.spec, nodeSelector: { 'kubernetes.io/hostname': 'node-1' } };
    cluster.admin.create(daemonSets, {
      ...chosen,
      spec: { ...chosen.spec, template: { ...chosen.spec?.template, spec } },
    } as DaemonSet);
    await cluster.scheduler.pass(5_000);
    expect(nodesWithPods()).toEqual(['node-1']);
  });
});

describe('a Deployment', () => {
  it('rolls to a new template without going below what its strategy allows', async () => {
    cluster.admin.create(deployments, aDeployment('v1', 2));
    await cluster.scheduler.pass(5_000);
    cluster.admin.patch(deployments, { namespace: 'test', name: 'server' }, { spec: aDeployment('v2', 2).spec });
    await cluster.scheduler.pass(20_000);
    expect(server()).toMatchObject({ replicas: 2, updatedReplicas: 2, availableReplicas: 2, observedGeneration: 2 });
  });

  it('follows its replicas up and down', async () => {
    cluster.admin.create(deployments, aDeployment('v1', 1));
    for (const replicas of [3, 1]) {
      cluster.admin.patch(deployments, { namespace: 'test', name: 'server' }, { spec: { replicas } });
      await cluster.scheduler.pass(5_000);
      expect(server()).toMatchObject({ replicas, availableReplicas: replicas });
    }
  });

  it('waits for a node where the host network is free', async () => {
    cluster.admin.create(deployments, aDeployment('v1', 4, { hostNetwork: true }));
    await cluster.scheduler.pass(5_000);
    expect(server()).toMatchObject({ replicas: 4, availableReplicas: 3 });
  });
});
