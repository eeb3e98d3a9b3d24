import { describe, expect, it } from '@jest/globals';
import type { Pod } from '../../../../src/crds/generated/core.gen.ts';
import { podFailures } from '../../../../src/reconcilers/status/pod-failures.ts';
import { aPod, waitingPod } from '../../../support/workloads.ts';

const container = { name: 'calico-node', image: 'calico/node:v1', imageID: '', ready: false, restartCount: 1 };
const first = 'pod calico-system/calico-node-1 on node node-1';

function condition(type: string, message?: string): NonNullable<NonNullable<Pod['status']>['conditions']>[number] {
  return message === undefined ? { type, status: 'False' } : { type, status: 'False', message };
}

describe('podFailures', () => {
  it.each<[string, Pod, string]>([
    ['a crash loop', waitingPod(1, 'CrashLoopBackOff'), 'has a container calico-node that is crash looping'],
    [
      'an image',
      waitingPod(1, 'ImagePullBackOff'),
      'has a container calico-node that cannot pull its image calico/node:v1',
    ],
    [
      'a name of an image',
      waitingPod(1, 'InvalidImageName'),
      'has a container calico-node that names an image that is not valid calico/node:v1',
    ],
    [
      'a missing Secret',
      waitingPod(1, 'CreateContainerConfigError', 'secret "x" not found'),
      'has a container calico-node that lacks a ConfigMap or Secret that it names: secret "x" not found',
    ],
    ['a failed pod', aPod(1, { phase: 'Failed', message: 'evicted' }), 'has failed: evicted'],
    [
      'no room',
      aPod(1, { phase: 'Pending', conditions: [condition('PodScheduled', '0/3 nodes')] }),
      'cannot be scheduled: 0/3 nodes',
    ],
    [
      'a failing probe',
      aPod(1, { phase: 'Running', conditions: [condition('ContainersReady')] }),
      'runs but is not ready',
    ],
    [
      'an init container that failed',
      aPod(1, {
        phase: 'Pending',
        initContainerStatuses: [
          { ...container, name: 'install-cni', state: { terminated: { exitCode: 2, reason: 'Error' } } },
        ],
      }),
      'has a container install-cni that ended (Error, exit code 2)',
    ],
  ])('names %s', (_, pod, cause) => {
    expect(podFailures([pod])).toEqual([`${first} ${cause}`]);
  });

  it('says what a signal 9 usually means', () => {
    const lastState = { terminated: { exitCode: 137, reason: 'OOMKilled' } };
    const status = { ...container, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState };
    expect(podFailures([aPod(1, { containerStatuses: [status] })])[0]).toContain(
      'is crash looping (OOMKilled, exit code 137: killed, by the liveness probe or for lack of memory)',
    );
  });

  it.each<[string, Pod]>([
    ['works', aPod(1, { phase: 'Running', containerStatuses: [{ ...container, state: { running: {} } }] })],
    ['is starting', waitingPod(1, 'ContainerCreating')],
    ['has not been looked at', aPod(1)],
    [
      'ended well',
      aPod(1, { containerStatuses: [{ ...container, state: { terminated: { exitCode: 0, reason: 'Completed' } } }] }),
    ],
  ])('has nothing to say of a pod that %s', (_, pod) => {
    expect(podFailures([pod])).toEqual([]);
  });

  it('has nothing to say of a pod that is leaving', () => {
    const pod = waitingPod(1, 'CrashLoopBackOff');
    expect(podFailures([{ ...pod, metadata: { ...pod.metadata, deletionTimestamp: 'now' } }])).toEqual([]);
  });

  it('says the same of many pods once, with the first as an example, in any order', () => {
    const pods = [3, 1, 2].map((number) => waitingPod(number, 'ImagePullBackOff'));
    const text = podFailures([...pods, waitingPod(4, 'CrashLoopBackOff')]);
    expect(text).toHaveLength(2);
    expect(text[0]).toMatch(/^3 of 4 pods \(first: calico-system\/calico-node-1 on node node-1\) has a container/);
    expect(podFailures([waitingPod(4, 'CrashLoopBackOff'), ...pods.toReversed()])).toEqual(text);
  });
});
