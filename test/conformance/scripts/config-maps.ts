import type { Manifest } from '../script.ts';

/** Where the ConfigMaps of a script are. */
export const configMaps = '/api/v1/namespaces/{ns}/configmaps';

/** A ConfigMap; `more` is what stands beside its metadata. */
export function configMap(name: string, metadata: object = {}, more: object = {}): Manifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, ...more };
}
