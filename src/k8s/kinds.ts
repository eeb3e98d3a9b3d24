/** The built-in kinds an operator meets: group, version and plural as the API server serves them. */
import type { ResourceType } from './object.ts';

function clusterScoped(group: string, version: string, kind: string, plural: string): ResourceType {
  return { group, version, kind, plural, namespaced: false };
}

function namespaced(group: string, version: string, kind: string, plural: string): ResourceType {
  return { group, version, kind, plural, namespaced: true };
}

export const Namespace = clusterScoped('', 'v1', 'Namespace', 'namespaces');
export const Node = clusterScoped('', 'v1', 'Node', 'nodes');
export const Pod = namespaced('', 'v1', 'Pod', 'pods');
export const Service = namespaced('', 'v1', 'Service', 'services');
export const ServiceAccount = namespaced('', 'v1', 'ServiceAccount', 'serviceaccounts');
export const ConfigMap = namespaced('', 'v1', 'ConfigMap', 'configmaps');
export const Secret = namespaced('', 'v1', 'Secret', 'secrets');
export const ResourceQuota = namespaced('', 'v1', 'ResourceQuota', 'resourcequotas');

export const Deployment = namespaced('apps', 'v1', 'Deployment', 'deployments');
export const DaemonSet = namespaced('apps', 'v1', 'DaemonSet', 'daemonsets');
export const StatefulSet = namespaced('apps', 'v1', 'StatefulSet', 'statefulsets');
export const Job = namespaced('batch', 'v1', 'Job', 'jobs');
export const PodDisruptionBudget = namespaced('policy', 'v1', 'PodDisruptionBudget', 'poddisruptionbudgets');
export const PriorityClass = clusterScoped('scheduling.k8s.io', 'v1', 'PriorityClass', 'priorityclasses');

const RBAC = 'rbac.authorization.k8s.io';
export const Role = namespaced(RBAC, 'v1', 'Role', 'roles');
export const RoleBinding = namespaced(RBAC, 'v1', 'RoleBinding', 'rolebindings');
export const ClusterRole = clusterScoped(RBAC, 'v1', 'ClusterRole', 'clusterroles');
export const ClusterRoleBinding = clusterScoped(RBAC, 'v1', 'ClusterRoleBinding', 'clusterrolebindings');

export const NetworkPolicy = namespaced('networking.k8s.io', 'v1', 'NetworkPolicy', 'networkpolicies');
export const EndpointSlice = namespaced('discovery.k8s.io', 'v1', 'EndpointSlice', 'endpointslices');
export const CSIDriver = clusterScoped('storage.k8s.io', 'v1', 'CSIDriver', 'csidrivers');

export const Lease = namespaced('coordination.k8s.io', 'v1', 'Lease', 'leases');
export const Event = namespaced('events.k8s.io', 'v1', 'Event', 'events');

export const CustomResourceDefinition = clusterScoped(
  'apiextensions.k8s.io',
  'v1',
  'CustomResourceDefinition',
  'customresourcedefinitions',
);
export const APIService = clusterScoped('apiregistration.k8s.io', 'v1', 'APIService', 'apiservices');
export const CertificateSigningRequest = clusterScoped(
  'certificates.k8s.io',
  'v1',
  'CertificateSigningRequest',
  'certificatesigningrequests',
);

const ADMISSION = 'admissionregistration.k8s.io';
export const MutatingWebhookConfiguration = clusterScoped(
  ADMISSION,
  'v1',
  'MutatingWebhookConfiguration',
  'mutatingwebhookconfigurations',
);
export const ValidatingWebhookConfiguration = clusterScoped(
  ADMISSION,
  'v1',
  'ValidatingWebhookConfiguration',
  'validatingwebhookconfigurations',
);
export const ValidatingAdmissionPolicy = clusterScoped(
  ADMISSION,
  'v1',
  'ValidatingAdmissionPolicy',
  'validatingadmissionpolicies',
);
export const ValidatingAdmissionPolicyBinding = clusterScoped(
  ADMISSION,
  'v1',
  'ValidatingAdmissionPolicyBinding',
  'validatingadmissionpolicybindings',
);
/** Stable since Kubernetes 1.36; older servers serve `v1beta1` or `v1alpha1`, which discovery tells. */
export const MutatingAdmissionPolicy = clusterScoped(
  ADMISSION,
  'v1',
  'MutatingAdmissionPolicy',
  'mutatingadmissionpolicies',
);
export const MutatingAdmissionPolicyBinding = clusterScoped(
  ADMISSION,
  'v1',
  'MutatingAdmissionPolicyBinding',
  'mutatingadmissionpolicybindings',
);

/** Reviews are answered, not stored: they can only be created, and the answer is in their status. */
export const SelfSubjectAccessReview = clusterScoped(
  'authorization.k8s.io',
  'v1',
  'SelfSubjectAccessReview',
  'selfsubjectaccessreviews',
);
export const SubjectAccessReview = clusterScoped(
  'authorization.k8s.io',
  'v1',
  'SubjectAccessReview',
  'subjectaccessreviews',
);
export const TokenReview = clusterScoped('authentication.k8s.io', 'v1', 'TokenReview', 'tokenreviews');
