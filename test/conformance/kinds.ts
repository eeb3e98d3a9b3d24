import type { Manifest } from './script.ts';

/** A kind as scripts use it: where it lives, an object that says all that the server would default, and a change of it. */
export interface Sample {
  readonly title: string;
  readonly collection: string;
  readonly object: Manifest;
  /** As a merge patch. */
  readonly change: object;
}

export const name = 'sample-{ns}';

function namespaced(groupVersion: string, plural: string): string {
  return `${rootOf(groupVersion)}/namespaces/{ns}/${plural}`;
}

function cluster(groupVersion: string, plural: string): string {
  return `${rootOf(groupVersion)}/${plural}`;
}

function rootOf(groupVersion: string): string {
  return groupVersion === 'v1' ? '/api/v1' : `/apis/${groupVersion}`;
}

function sample(collection: string, kind: string, content: object, change: object): Sample {
  const [, , group = '', version = ''] = collection.split('/');
  const apiVersion = collection.startsWith('/api/') ? 'v1' : `${group}/${version}`;
  return { title: kind, collection, object: { apiVersion, kind, metadata: { name }, ...content }, change };
}

const container = {
  name: 'main',
  image: 'registry/image:v1',
  imagePullPolicy: 'IfNotPresent',
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
};

const template = {
  metadata: { labels: { app: 'sample' } },
  spec: {
    containers: [container],
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
  },
};

const daemonSet = {
  selector: { matchLabels: { app: 'sample' } },
  template,
  revisionHistoryLimit: 10,
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
};

const deployment = {
  replicas: 1,
  selector: { matchLabels: { app: 'sample' } },
  template,
  revisionHistoryLimit: 10,
  progressDeadlineSeconds: 600,
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
};

const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
const subjects = [{ kind: 'ServiceAccount', name: 'robot', namespace: '{ns}' }];
const rbac = 'rbac.authorization.k8s.io/v1';

export const samples: readonly Sample[] = [
  sample(namespaced('v1', 'configmaps'), 'ConfigMap', { data: { a: '1' } }, { data: { a: '2', b: '1' } }),
  sample(namespaced('v1', 'secrets'), 'Secret', { type: 'Opaque', data: { a: 'MQ==' } }, { data: { b: 'Mg==' } }),
  sample(
    namespaced('v1', 'serviceaccounts'),
    'ServiceAccount',
    { imagePullSecrets: [{ name: 'pull' }] },
    { imagePullSecrets: [{ name: 'pull' }, { name: 'other' }] },
  ),
  sample(
    namespaced('v1', 'services'),
    'Service',
    {
      spec: {
        clusterIP: 'None',
        clusterIPs: ['None'],
        internalTrafficPolicy: 'Cluster',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 }],
        selector: { app: 'sample' },
        sessionAffinity: 'None',
        type: 'ClusterIP',
      },
    },
    { spec: { selector: { app: 'other' } } },
  ),
  sample(namespaced('apps/v1', 'daemonsets'), 'DaemonSet', { spec: daemonSet }, { spec: { minReadySeconds: 5 } }),
  sample(namespaced('apps/v1', 'deployments'), 'Deployment', { spec: deployment }, { spec: { replicas: 2 } }),
  sample(namespaced(rbac, 'roles'), 'Role', { rules }, { rules: [...rules, { ...rules[0], verbs: ['list'] }] }),
  sample(
    namespaced(rbac, 'rolebindings'),
    'RoleBinding',
    { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' }, subjects },
    { subjects: [{ ...subjects[0], name: 'other' }] },
  ),
  sample(cluster(rbac, 'clusterroles'), 'ClusterRole', { rules }, { rules: [{ ...rules[0], verbs: ['list'] }] }),
  sample(
    cluster(rbac, 'clusterrolebindings'),
    'ClusterRoleBinding',
    { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' }, subjects },
    { subjects: [{ ...subjects[0], name: 'other' }] },
  ),
  sample(
    namespaced('policy/v1', 'poddisruptionbudgets'),
    'PodDisruptionBudget',
    { spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'sample' } } } },
    { spec: { maxUnavailable: '10%' } },
  ),
  sample(
    namespaced('coordination.k8s.io/v1', 'leases'),
    'Lease',
    { spec: { holderIdentity: 'a', leaseDurationSeconds: 15, renewTime: '2030-01-01T00:00:00.000000Z' } },
    { spec: { holderIdentity: 'b' } },
  ),
  sample(
    cluster('storage.k8s.io/v1', 'csidrivers'),
    'CSIDriver',
    {
      spec: {
        attachRequired: false,
        fsGroupPolicy: 'ReadWriteOnceWithFSType',
        podInfoOnMount: true,
        requiresRepublish: false,
        seLinuxMount: false,
        storageCapacity: false,
        volumeLifecycleModes: ['Ephemeral'],
      },
    },
    { spec: { podInfoOnMount: false } },
  ),
  sample(
    cluster('scheduling.k8s.io/v1', 'priorityclasses'),
    'PriorityClass',
    { value: 7, preemptionPolicy: 'PreemptLowerPriority', description: 'a' },
    { description: 'b' },
  ),
  sample(
    namespaced('networking.k8s.io/v1', 'networkpolicies'),
    'NetworkPolicy',
    { spec: { podSelector: { matchLabels: { app: 'sample' } }, policyTypes: ['Ingress'] } },
    { spec: { ingress: [{}] } },
  ),
  sample(
    namespaced('events.k8s.io/v1', 'events'),
    'Event',
    {
      action: 'Test',
      eventTime: '2030-01-01T00:00:00.000000Z',
      reason: 'Sampled',
      regarding: { apiVersion: 'v1', kind: 'ConfigMap', name: 'c', namespace: '{ns}' },
      reportingController: 'example.com/conformance',
      reportingInstance: 'one',
      type: 'Normal',
    },
    { metadata: { annotations: { a: '1' } } },
  ),
  sample(
    cluster('v1', 'nodes'),
    'Node',
    { spec: { podCIDR: '10.1.0.0/24', podCIDRs: ['10.1.0.0/24'] } },
    { spec: { unschedulable: true } },
  ),
  sample(
    namespaced('v1', 'resourcequotas'),
    'ResourceQuota',
    { spec: { hard: { pods: '10' } } },
    { spec: { hard: { pods: '20' } } },
  ),
  sample(
    cluster('admissionregistration.k8s.io/v1', 'validatingadmissionpolicybindings'),
    'ValidatingAdmissionPolicyBinding',
    { spec: { policyName: 'p', validationActions: ['Deny'] } },
    { spec: { validationActions: ['Deny', 'Audit'] } },
  ),
  sample(
    namespaced('example.com/v1', 'widgets'),
    'Widget',
    { spec: { size: 1, color: 'red', parts: [{ name: 'a', value: '1' }] } },
    { spec: { size: 2 } },
  ),
  sample(cluster('example.com/v1', 'gadgets'), 'Gadget', { spec: { size: 1 } }, { spec: { size: 2 } }),
];
