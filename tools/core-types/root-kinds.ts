/** A kind whose type is exported with `apiVersion` and `kind` as literals. */
export interface RootKind {
  /** Name in the OpenAPI documents. */
  readonly schema: string;
  readonly apiVersion: string;
  readonly kind: string;
}

const kindsByGroup: Readonly<Record<string, readonly string[]>> = {
  'io.k8s.api.core.v1': [
    'ConfigMap',
    'Endpoints',
    'Namespace',
    'Node',
    'Pod',
    'ResourceQuota',
    'Secret',
    'Service',
    'ServiceAccount',
  ],
  'io.k8s.api.apps.v1': ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  'io.k8s.api.batch.v1': ['CronJob', 'Job'],
  'io.k8s.api.rbac.v1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  'io.k8s.api.networking.v1': ['NetworkPolicy', 'ServiceCIDR'],
  'io.k8s.api.policy.v1': ['PodDisruptionBudget'],
  'io.k8s.api.certificates.v1': ['CertificateSigningRequest'],
  'io.k8s.api.coordination.v1': ['Lease'],
  'io.k8s.api.discovery.v1': ['EndpointSlice'],
  'io.k8s.api.events.v1': ['Event'],
  'io.k8s.api.scheduling.v1': ['PriorityClass'],
  'io.k8s.api.storage.v1': ['CSIDriver', 'StorageClass'],
  'io.k8s.api.authentication.v1': ['TokenReview'],
  'io.k8s.api.authorization.v1': ['SelfSubjectAccessReview', 'SubjectAccessReview'],
  'io.k8s.api.admissionregistration.v1': [
    'MutatingAdmissionPolicy',
    'MutatingAdmissionPolicyBinding',
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
  ],
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1': ['CustomResourceDefinition'],
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1': ['APIService'],
};

const apiGroups: Readonly<Record<string, string>> = {
  'io.k8s.api.core.v1': 'v1',
  'io.k8s.api.rbac.v1': 'rbac.authorization.k8s.io/v1',
  'io.k8s.api.apps.v1': 'apps/v1',
  'io.k8s.api.batch.v1': 'batch/v1',
  'io.k8s.api.policy.v1': 'policy/v1',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1': 'apiextensions.k8s.io/v1',
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1': 'apiregistration.k8s.io/v1',
};

function apiVersionOf(schemaPackage: string): string {
  const name = schemaPackage.replace(/^io\.k8s\.api\./, '').replace(/\.v1$/, '');
  return apiGroups[schemaPackage] ?? `${name}.k8s.io/v1`;
}

/** The kinds that the operator reads or writes. A kind that is missing here is one line more. */
export const ROOT_KINDS: readonly RootKind[] = Object.entries(kindsByGroup).flatMap(([group, kinds]) =>
  kinds.map((kind) => ({ schema: `${group}.${kind}`, apiVersion: apiVersionOf(group), kind })),
);
