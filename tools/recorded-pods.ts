/** What recorded workloads say about their pods. */
import type { DaemonSet, Deployment, PodTemplateSpec } from '../src/crds/generated/core.gen.ts';
import type { KubeObject } from '../src/k8s/object.ts';
import type { PodTraces } from '../src/renderers/shared/former-pods.ts';
import { hashAnnotations } from '../src/renderers/shared/tls-mounts.ts';
import type { Recording } from './recordings.ts';

/** The pod template of a workload. */
export function templateOf(object: Partial<KubeObject>): PodTemplateSpec | undefined {
  return object.kind === 'DaemonSet' || object.kind === 'Deployment'
    ? (object as DaemonSet | Deployment).spec?.template
    : undefined;
}

/** What the pods of a recorded Deployment tell whoever takes it over. */
export function recordedTraces({ objects, isMasked }: Recording, name: string): { readonly livePods?: PodTraces } {
  const live = objects.get(`Deployment calico-system/${name}`);
  if (live === undefined || isMasked) return {};
  const onTemplate = hashAnnotations(templateOf(live)?.metadata?.annotations);
  return {
    livePods: { onTemplate, beside: hashAnnotations(live.metadata.annotations), startedWith: {}, isOurs: false },
  };
}
