import type { Namespace, RoleBinding } from '../../crds/generated/core.gen.ts';
import type { SettledSpec } from '../../crds/installation/spec.ts';
import type { OperatorIdentity } from '../input.ts';
import { CALICO_SYSTEM, OPERATOR_SECRETS } from './names.ts';
import { roleBinding, serviceAccountSubject } from './rbac.ts';

/** Levels of https://kubernetes.io/docs/concepts/security/pod-security-standards/. */
export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';

type Settings = Pick<SettledSpec, 'kubernetesProvider' | 'azure' | 'namespaces'>;

/** A namespace of ours that admits pods up to the given level, with the user's labels and annotations. */
export function operandNamespace(name: string, level: PodSecurityLevel, settings: Settings): Namespace {
  const { namespaces = {} } = settings;
  const labels = {
    name,
    ...podSecurityLabels(level, namespaces),
    ...platformLabels(level, settings),
    ...namespaces.labels,
  };
  const annotations = { ...platformAnnotations(settings), ...namespaces.annotations };
  const metadata = { name, labels, ...(Object.keys(annotations).length > 0 && { annotations }) };
  return { apiVersion: 'v1', kind: 'Namespace', metadata };
}

/** With `Manual` they are not ours: what somebody else sets, or takes away, stays so. */
function podSecurityLabels(
  level: PodSecurityLevel,
  { podSecurityLabels: decidedBy }: NonNullable<Settings['namespaces']>,
): Record<string, string> {
  if (decidedBy === 'Manual') return {};
  return { 'pod-security.kubernetes.io/enforce': level, 'pod-security.kubernetes.io/enforce-version': 'latest' };
}

function platformLabels(level: PodSecurityLevel, { kubernetesProvider, azure }: Settings): Record<string, string> {
  if (kubernetesProvider === 'OpenShift') return { 'openshift.io/run-level': '0' };
  // Azure Policy leaves namespaces with this label alone; it would refuse privileged pods.
  const exempt = kubernetesProvider === 'AKS' && level === 'privileged' && azure?.policyMode !== 'Manual';
  return exempt ? { 'control-plane': 'true' } : {};
}

/** OpenShift: pods may run on every node, and the pod security labels stay as they are written here. */
function platformAnnotations({ kubernetesProvider }: Settings): Record<string, string> {
  if (kubernetesProvider !== 'OpenShift') return {};
  return { 'openshift.io/node-selector': '', 'security.openshift.io/scc.podSecurityLabelSync': 'false' };
}

/** Lets the operator write Secrets of a namespace; it has no such right for the whole cluster. */
export function operatorSecretsBinding(operator: OperatorIdentity, namespace: string = CALICO_SYSTEM): RoleBinding {
  const subject = serviceAccountSubject(operator.serviceAccount, operator.namespace);
  return roleBinding(OPERATOR_SECRETS, { kind: 'ClusterRole', name: OPERATOR_SECRETS }, [subject], namespace);
}
