import { describe, expect, it } from '@jest/globals';
import {
  daemonSetHealth,
  deploymentHealth,
  isRolledOut,
  rolledOver,
  runsImage,
} from '../../../../src/reconcilers/status/workload-health.ts';
import { aDaemonSet, aDeployment } from '../../../support/workloads.ts';

const node = { kind: 'DaemonSet', name: 'calico-node' } as const;
const typha = { kind: 'Deployment', name: 'calico-typha' } as const;

describe('daemonSetHealth', () => {
  it.each([
    [{}, ''],
    [{ updatedNumberScheduled: 1 }, '1 of 3 nodes updated'],
    [{ updatedNumberScheduled: 1, numberAvailable: 2 }, '1 of 3 nodes updated'],
    [{ numberAvailable: 2 }, '2 of 3 nodes available'],
    [{ observedGeneration: 1 }, 'is about to roll out a change'],
    [{ desiredNumberScheduled: 0, updatedNumberScheduled: 0, numberAvailable: 0 }, ''],
  ])('of %j awaits %j', (status, progress) => {
    const verdict = progress === '' ? 'healthy' : 'progressing';
    expect(daemonSetHealth(node, aDaemonSet('calico-node', status))).toEqual({ ...node, verdict, progress });
  });

  it('awaits one that is not there yet', () => {
    expect(daemonSetHealth(node, undefined)).toMatchObject({ verdict: 'progressing', progress: 'is being created' });
  });

  it('trusts no numbers before the controller has written a status', () => {
    const { status: _, ...fresh } = aDaemonSet('calico-node');
    expect(daemonSetHealth(node, fresh).progress).toBe('is about to roll out a change');
  });
});

describe('deploymentHealth', () => {
  it('says why pods may not even be created', () => {
    const message = 'pods "calico-typha-7d9f-x2x4v" is forbidden: exceeded quota: none';
    const conditions = [{ type: 'ReplicaFailure', status: 'True', message }];
    const { progress } = deploymentHealth(
      { kind: 'Deployment', name: 'calico-kube-controllers' },
      {
        ...aDeployment('calico-kube-controllers', 1, { availableReplicas: 0, conditions }),
      },
    );
    expect(progress).toMatch(/pods available: pods are forbidden: exceeded quota: none$/);
  });

  it.each([
    [3, {}, ''],
    [3, { updatedReplicas: 1 }, '1 of 3 pods updated'],
    [3, { availableReplicas: 0 }, '0 of 3 pods available'],
    [3, { observedGeneration: 1 }, 'is about to roll out a change'],
    [0, {}, ''],
  ])('of %i replicas with %j awaits %j', (replicas, status, progress) => {
    const verdict = progress === '' ? 'healthy' : 'progressing';
    const live = aDeployment('calico-typha', replicas, status);
    expect(deploymentHealth(typha, live)).toEqual({ ...typha, verdict, progress });
  });

  it('awaits one that is not there yet', () => {
    expect(deploymentHealth(typha, undefined).progress).toBe('is being created');
  });

  it('warns of a shortage where one pod serves', () => {
    const live = aDeployment('calico-typha', 3, { availableReplicas: 1 });
    const warning = '1 of 3 pods available';
    expect(deploymentHealth({ ...typha, needs: 'one' }, live)).toMatchObject({
      verdict: 'healthy',
      progress: '',
      warning,
    });
  });

  it('has nothing to warn of where all pods serve', () => {
    expect(deploymentHealth({ ...typha, needs: 'one' }, aDeployment('calico-typha', 3))).not.toHaveProperty('warning');
  });

  it('awaits the first pod also where one serves', () => {
    const live = aDeployment('calico-typha', 3, { availableReplicas: 0 });
    expect(deploymentHealth({ ...typha, needs: 'one' }, live).verdict).toBe('progressing');
  });
});

describe('isRolledOut', () => {
  it.each([
    [aDaemonSet('calico-node'), true],
    [aDaemonSet('calico-node', { numberAvailable: 2 }), false],
    [undefined, false],
  ])('judges %j', (live, expected) => {
    expect(isRolledOut(live)).toBe(expected);
  });
});

describe('runsImage', () => {
  it('looks at the containers that stay', () => {
    const [live, container] = [aDaemonSet('calico-node'), { name: 'calico-node', image: 'node:v2' }];
    const template = {
      metadata: {},
      spec: { containers: [container], initContainers: [{ name: 'i', image: 'cni:v2' }] },
    };
    const running = { ...live, spec: { selector: {}, template } };
    expect(['node:v2', 'node:v1', 'cni:v2'].map((image) => runsImage(running, image))).toEqual([true, false, false]);
    expect(runsImage(live, 'node:v2')).toBe(false);
  });
});

describe('rolledOver', () => {
  it.each([
    ['all new', { replicas: 3 }, true],
    ['an old pod left', { replicas: 4 }, false],
    ['one that finds no node', { replicas: 3, availableReplicas: 2 }, true],
    ['few that serve', { replicas: 3, availableReplicas: 1 }, false],
    ['a template not seen yet', { replicas: 3, observedGeneration: 1 }, false],
  ])('judges %s', (_, status, expected) => {
    expect(rolledOver(aDeployment('calico-typha', 3, status)).isDone).toBe(expected);
  });

  it('says what is left', () => {
    const live = aDeployment('calico-typha', 3, { replicas: 5, updatedReplicas: 1, availableReplicas: 2 });
    expect(rolledOver(live).left).toBe('4 old pods are left, 2 of 3 are available');
    expect(rolledOver(undefined).isDone).toBe(false);
  });
});
