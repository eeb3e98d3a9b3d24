import { customKinds } from './custom-kinds.ts';
import { create, script, type Script } from './script.ts';

/** What all scripts find: the custom kinds, served. */
export const setup: Script = script(
  'Custom kinds',
  ...customKinds.flatMap((crd) => [
    create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', crd),
    {
      does: 'wait' as const,
      path: `/apis/example.com/v1/${crd.metadata.name?.split('.', 1)[0]}`,
      until: '"items"',
    },
  ]),
);

/** Each script has a namespace for itself. */
export function namespaceOf(index: number): string {
  return `c${String(index).padStart(3, '0')}`;
}

export const namespace: Script = script(
  'Namespace',
  create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: '{ns}' } }),
);
