import type { KubeObject, ObjectMeta } from '../../src/k8s/object.ts';

export interface TestConfigMap extends KubeObject {
  data: Record<string, string>;
}

/** A ConfigMap as the API server returns it. The UID follows from the name, so equal names mean one incarnation. */
export function aConfigMap(name: string, resourceVersion: string, rest: Partial<ObjectMeta> = {}): TestConfigMap {
  const metadata = { name, namespace: 'default', uid: `uid-of-${name}`, resourceVersion, ...rest };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { at: resourceVersion } };
}
