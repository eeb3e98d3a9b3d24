import { describe, expect, it } from '@jest/globals';
import type { Deployment } from '../../../../src/crds/generated/core.gen.ts';
import type { FieldSet, ManagedFieldsEntry } from '../../../../src/k8s/object.ts';
import { loadPodTraces } from '../../../../src/reconcilers/addons/pod-traces.ts';
import type { PodTraces } from '../../../../src/renderers/shared/former-pods.ts';
import { aContext } from '../../../support/reconcile-context.ts';
import { aDeployment } from '../../../support/workloads.ts';

const image = 'quay.io/calico/goldmane:v3.32.1';
const hash = 'tigera-operator.hash.operator.tigera.io/goldmane-key-pair';

function goldmane(manager?: ManagedFieldsEntry): Deployment {
  const plain = aDeployment('goldmane', 1);
  const annotations = { [hash]: 'p', 'deployment.kubernetes.io/revision': '1' };
  const labels = { 'k8s-app': 'goldmane', 'started-with.calico-operator/tigera-ca-private': 'a' };
  const metadata = { ...plain.metadata, annotations, labels, managedFields: manager === undefined ? [] : [manager] };
  const template = {
    metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': 'now' } },
    spec: { containers: [{ name: 'goldmane', image }] },
  };
  return { ...plain, metadata, spec: { selector: {}, template } };
}

function ours(spec: FieldSet): ManagedFieldsEntry {
  return { manager: 'calico-operator', operation: 'Apply', apiVersion: 'apps/v1', fieldsV1: { 'f:spec': spec } };
}

function traces(live: Deployment, ...images: string[]): PodTraces | undefined {
  const ctx = aContext();
  ctx.holds(live);
  return loadPodTraces(ctx, 'goldmane', images);
}

describe('what a live Deployment tells of its pods', () => {
  it('are hashes on its template and beside it, and nothing that others wrote', () => {
    expect(traces(goldmane(), image)).toEqual({
      onTemplate: {},
      beside: { [hash]: 'p' },
      startedWith: { 'started-with.calico-operator/tigera-ca-private': 'a' },
      isOurs: false,
    });
  });

  it('is nothing where they get another image', () => {
    expect(traces(goldmane(), 'quay.io/calico/goldmane:v3.33.0')).toBeUndefined();
    expect(loadPodTraces(aContext(), 'goldmane', [image])).toBeUndefined();
  });

  it('is ours once we have applied it, not yet when we have only taken over what the Go operator held', () => {
    expect(traces(goldmane(ours({ 'f:replicas': {} })), image)?.isOurs).toBe(true);
    const moved = ours({ 'f:replicas': {}, 'f:progressDeadlineSeconds': {} });
    expect(traces(goldmane(moved), image)?.isOurs).toBe(false);
  });
});
