import type { DaemonSet, Deployment, Pod } from '../../src/crds/generated/core.gen.ts';

const pods = { metadata: { labels: {} }, spec: { containers: [] } };

/** A DaemonSet that runs everywhere it should. */
export function aDaemonSet(name: string, status: Partial<NonNullable<DaemonSet['status']>> = {}): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace: 'calico-system', generation: 2 },
    spec: { selector: {}, template: pods },
    status: {
      observedGeneration: 2,
      desiredNumberScheduled: 3,
      currentNumberScheduled: 3,
      updatedNumberScheduled: 3,
      numberAvailable: 3,
      numberReady: 3,
      numberMisscheduled: 0,
      ...status,
    },
  };
}

/** A Deployment with all of its pods available. */
export function aDeployment(name: string, replicas: number, status: Deployment['status'] = {}): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'calico-system', generation: 2 },
    spec: { replicas, selector: {}, template: pods },
    status: { observedGeneration: 2, updatedReplicas: replicas, availableReplicas: replicas, ...status },
  };
}

/** A pod of calico-node on the node of its number. */
export function aPod(number: number, status: Pod['status'] = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `calico-node-${number}`, namespace: 'calico-system', labels: { 'k8s-app': 'calico-node' } },
    spec: { containers: [], nodeName: `node-${number}` },
    status,
  };
}

/** A pod whose container waits. */
export function waitingPod(number: number, reason: string, message?: string): Pod {
  const waiting = message === undefined ? { reason } : { reason, message };
  const container = { name: 'calico-node', image: 'calico/node:v1', imageID: '', ready: false, restartCount: 3 };
  return aPod(number, { phase: 'Running', containerStatuses: [{ ...container, state: { waiting } }] });
}
