import { problemIf, type Problem } from '../problem.ts';
import type { PodSpecOverride, PodTemplateOverride, WorkloadOverride } from '../workload-override.ts';
import { affinityProblems } from './affinity.ts';
import { labelProblems, metadataProblems, selectorLabelProblems } from './labels.ts';
import { containerProblems } from './resources.ts';
import { rollingUpdateProblems } from './rollout.ts';
import { spreadProblems, tolerationProblems } from './scheduling.ts';
import { volumeProblems } from './volumes.ts';

/**
 * What Kubernetes would refuse of a workload with this override, found before anything is sent. The rules are those of
 * its API (https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/).
 */
export function validateWorkload(override: WorkloadOverride | undefined, path: string): readonly Problem[] {
  if (override === undefined) return [];
  const { metadata, spec = {} } = override;
  return [
    ...metadataProblems(metadata, `${path}.metadata`),
    ...secondsProblems(spec.minReadySeconds, `${path}.spec.minReadySeconds`),
    ...rollingUpdateProblems(spec.strategy?.rollingUpdate, `${path}.spec.strategy.rollingUpdate`),
    ...templateProblems(spec.template ?? {}, `${path}.spec.template`),
  ];
}

function templateProblems({ metadata, spec = {} }: PodTemplateOverride, path: string): readonly Problem[] {
  return [
    ...metadataProblems(metadata, `${path}.metadata`),
    ...selectorLabelProblems(metadata, `${path}.metadata`),
    ...podProblems(spec, `${path}.spec`),
  ];
}

function podProblems(pod: PodSpecOverride, path: string): readonly Problem[] {
  return [
    ...containerProblems(pod.containers, `${path}.containers`),
    ...containerProblems(pod.initContainers, `${path}.initContainers`),
    ...volumeProblems(pod, path),
    ...affinityProblems(pod.affinity, `${path}.affinity`),
    ...labelProblems(pod.nodeSelector, `${path}.nodeSelector`),
    ...tolerationProblems(pod.tolerations, `${path}.tolerations`),
    ...spreadProblems(pod.topologySpreadConstraints, `${path}.topologySpreadConstraints`),
    ...secondsProblems(pod.terminationGracePeriodSeconds, `${path}.terminationGracePeriodSeconds`),
  ];
}

function secondsProblems(seconds: number | undefined, path: string): readonly Problem[] {
  return problemIf(seconds !== undefined && seconds < 0, { path, value: seconds, message: 'must be 0 or more' });
}
