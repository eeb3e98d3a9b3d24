import type { ResourceQuota } from '../../crds/generated/core.gen.ts';
import type { Component } from '../component.ts';
import type { CoreInput } from '../input.ts';
import { CALICO_SYSTEM } from '../shared/names.ts';
import { operandNamespace, operatorSecretsBinding } from '../shared/namespaces.ts';
import { refTo } from '../shared/refs.ts';
import { secretCopy } from '../shared/secret-copy.ts';

type NamespaceInput = Pick<CoreInput, 'spec' | 'operator' | 'pullSecrets' | 'formerPullSecrets'>;

/** The namespace calico-system and what must be in it before anything else. */
export const namespace: Component<NamespaceInput> = {
  name: 'namespace',
  images: [],
  render: ({ spec, operator, pullSecrets, formerPullSecrets }) => ({
    present: [
      operandNamespace(CALICO_SYSTEM, 'privileged', spec),
      operatorSecretsBinding(operator),
      ...pullSecrets.map(secretCopy),
      ...criticalPodsQuota(spec),
    ],
    absent: formerPullSecrets.map(refTo.secret),
  }),
};

/** GKE admits pods of the critical priority classes only to namespaces with a quota for them. */
function criticalPodsQuota({ kubernetesProvider }: NamespaceInput['spec']): ResourceQuota[] {
  if (kubernetesProvider !== 'GKE') return [];
  const values = ['system-node-critical', 'system-cluster-critical'];
  return [
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'calico-critical-pods', namespace: CALICO_SYSTEM },
      spec: { scopeSelector: { matchExpressions: [{ operator: 'In', scopeName: 'PriorityClass', values }] } },
    },
  ];
}
