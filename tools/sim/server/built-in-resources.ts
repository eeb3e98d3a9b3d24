/** The built-in resources that the server knows: data. */

/**
 * How `metadata.generation` counts: absent, always 1, with changes of `spec`, of the annotations too, or of all but
 * metadata and status. `changes of spec` begins with none, so that the first change makes it 1.
 */
export type Generation = 'none' | 'constant' | 'spec' | 'spec and annotations' | 'changes of spec' | 'content';

export interface BuiltInResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly subresources: readonly string[];
  readonly generation: Generation;
  /** Answered and not stored. */
  readonly review?: boolean;
}

type Row = readonly [kind: string, plural: string, generation?: Generation, subresources?: readonly string[]];

const status = ['status'] as const;

function cluster(groupVersion: string, rows: readonly Row[]): BuiltInResource[] {
  return table(groupVersion, rows, false);
}

function inNamespaces(groupVersion: string, rows: readonly Row[]): BuiltInResource[] {
  return table(groupVersion, rows, true);
}

function table(groupVersion: string, rows: readonly Row[], namespaced: boolean): BuiltInResource[] {
  const [version = '', group = ''] = groupVersion.split('/').toReversed();
  return rows.map(([kind, plural, generation = 'none', subresources = []]) => ({
    group,
    version,
    kind,
    plural,
    namespaced,
    subresources,
    generation,
  }));
}

function reviews(groupVersion: string, rows: readonly Row[]): BuiltInResource[] {
  return cluster(groupVersion, rows).map((resource) => ({ ...resource, review: true }));
}

export const builtInResources: readonly BuiltInResource[] = [
  ...cluster('v1', [
    ['Namespace', 'namespaces', 'none', ['status', 'finalize']],
    ['Node', 'nodes', 'none', status],
    ['PersistentVolume', 'persistentvolumes', 'none', status],
  ]),
  ...inNamespaces('v1', [
    ['ConfigMap', 'configmaps'],
    ['Endpoints', 'endpoints'],
    ['Event', 'events'],
    ['LimitRange', 'limitranges'],
    ['PersistentVolumeClaim', 'persistentvolumeclaims', 'none', status],
    ['Pod', 'pods', 'spec', status],
    ['ResourceQuota', 'resourcequotas', 'none', status],
    ['Secret', 'secrets'],
    ['Service', 'services', 'none', status],
    ['ServiceAccount', 'serviceaccounts'],
  ]),
  ...inNamespaces('apps/v1', [
    ['ControllerRevision', 'controllerrevisions'],
    ['DaemonSet', 'daemonsets', 'spec', status],
    ['Deployment', 'deployments', 'spec and annotations', status],
    ['ReplicaSet', 'replicasets', 'spec', status],
    ['StatefulSet', 'statefulsets', 'spec', status],
  ]),
  ...inNamespaces('batch/v1', [
    ['CronJob', 'cronjobs', 'spec', status],
    ['Job', 'jobs', 'spec', status],
  ]),
  ...inNamespaces('policy/v1', [['PodDisruptionBudget', 'poddisruptionbudgets', 'spec', status]]),
  ...cluster('scheduling.k8s.io/v1', [['PriorityClass', 'priorityclasses', 'constant']]),
  ...inNamespaces('rbac.authorization.k8s.io/v1', [
    ['Role', 'roles'],
    ['RoleBinding', 'rolebindings'],
  ]),
  ...cluster('rbac.authorization.k8s.io/v1', [
    ['ClusterRole', 'clusterroles'],
    ['ClusterRoleBinding', 'clusterrolebindings'],
  ]),
  ...inNamespaces('networking.k8s.io/v1', [
    ['Ingress', 'ingresses', 'spec', status],
    ['NetworkPolicy', 'networkpolicies', 'spec'],
  ]),
  ...inNamespaces('discovery.k8s.io/v1', [['EndpointSlice', 'endpointslices', 'content']]),
  ...cluster('storage.k8s.io/v1', [
    ['CSIDriver', 'csidrivers', 'changes of spec'],
    ['CSINode', 'csinodes'],
    ['StorageClass', 'storageclasses'],
  ]),
  ...inNamespaces('coordination.k8s.io/v1', [['Lease', 'leases']]),
  ...inNamespaces('events.k8s.io/v1', [['Event', 'events']]),
  ...cluster('apiextensions.k8s.io/v1', [['CustomResourceDefinition', 'customresourcedefinitions', 'spec', status]]),
  ...cluster('apiregistration.k8s.io/v1', [['APIService', 'apiservices', 'none', status]]),
  ...cluster('certificates.k8s.io/v1', [
    ['CertificateSigningRequest', 'certificatesigningrequests', 'none', ['status', 'approval']],
  ]),
  ...cluster('admissionregistration.k8s.io/v1', [
    ['MutatingAdmissionPolicy', 'mutatingadmissionpolicies', 'spec'],
    ['MutatingAdmissionPolicyBinding', 'mutatingadmissionpolicybindings', 'spec'],
    ['MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', 'content'],
    ['ValidatingAdmissionPolicy', 'validatingadmissionpolicies', 'spec', status],
    ['ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings', 'spec'],
    ['ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', 'content'],
  ]),
  ...reviews('authorization.k8s.io/v1', [
    ['SelfSubjectAccessReview', 'selfsubjectaccessreviews'],
    ['SubjectAccessReview', 'subjectaccessreviews'],
  ]),
];
