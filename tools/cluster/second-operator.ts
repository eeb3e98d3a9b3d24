import { join } from 'node:path';
import type { KubeObject } from '../../src/k8s/object.ts';
import { readManifests } from './manifests.ts';

const first = 'tigera-operator';

/** What a second operator in a namespace of its own is given: the same rules as the first. ClusterRoles serve both. */
export function accessOfSecond(root: string, namespace: string): KubeObject[] {
  const manifests = readManifests(join(root, 'config', 'rbac'));
  return manifests.filter(({ kind }) => kind !== 'ClusterRole').map((object) => movedTo(object, namespace));
}

function movedTo(object: KubeObject, namespace: string): KubeObject {
  const text = JSON.stringify(object).replaceAll(`"namespace":"${first}"`, `"namespace":"${namespace}"`);
  const moved = JSON.parse(text) as KubeObject;
  const { name } = moved.metadata;
  if (moved.kind === 'Namespace') return { ...moved, metadata: { ...moved.metadata, name: namespace } };
  if (moved.kind !== 'ClusterRoleBinding') return moved;
  return { ...moved, metadata: { ...moved.metadata, name: `${name}-of-${namespace}` } };
}
