import type { KubeObject } from '../../src/k8s/object.ts';

/** The least that anybody can ask for: everything by default. */
export const emptyInstallation: KubeObject & { readonly spec: object } = {
  apiVersion: 'operator.tigera.io/v1',
  kind: 'Installation',
  metadata: { name: 'default' },
  spec: {},
};
