import type { DaemonSet, Deployment } from '../../crds/generated/core.gen.ts';
import type { KubeObject, ObjectMeta, OwnerReference } from '../../k8s/object.ts';
import type { Owner } from '../input.ts';
import { K8S_APP, labelValue, standardLabels } from './labels.ts';
import { normalizePodTemplate, type NormalizeContext } from './normalize-pod.ts';

export type { NormalizeContext };

/**
 * Adds to an object what every object of ours gets, so that renderers state only what is special. The result is what is
 * sent, byte for byte; the input is left as it is.
 */
export function normalize(object: KubeObject, context: NormalizeContext): KubeObject {
  return { ...object, metadata: ownedMetadata(object, context), ...podTemplateOf(object, context) };
}

function podTemplateOf(object: KubeObject, context: NormalizeContext): Partial<Pick<Deployment | DaemonSet, 'spec'>> {
  if (!isWorkload(object) || object.spec === undefined) return {};
  const template = normalizePodTemplate(object.spec.template, object.metadata.name, context);
  return { spec: { ...object.spec, template } };
}

function isWorkload(object: KubeObject): object is Deployment | DaemonSet {
  return object.apiVersion === 'apps/v1' && (object.kind === 'Deployment' || object.kind === 'DaemonSet');
}

function ownedMetadata({ kind, metadata }: KubeObject, { owner, operatorName }: NormalizeContext): ObjectMeta {
  if (owner === undefined) return metadata;
  const name = metadata.labels?.[K8S_APP] ?? metadata.name;
  const labels = { ...standardLabels(name, owner, operatorName), ...metadata.labels };
  // Tools find Deployments by this label, so a user's label of that name does not replace it.
  if (kind === 'Deployment') labels['app.kubernetes.io/name'] = labelValue(name);
  return { ...metadata, labels, ownerReferences: [controllerReference(owner)] };
}

/** Garbage collection follows it, and `kubectl` shows who is in charge. */
function controllerReference({ reference }: Owner): OwnerReference {
  return { ...reference, controller: true, blockOwnerDeletion: true };
}
