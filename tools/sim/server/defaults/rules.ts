/** Defaults of the built-in kinds, as far as an operator or a controller can meet them: data, by `plural.group`. */
import { listAt, stringAt, valueAt, type JsonRecord } from '../values.ts';
import { below, podRules } from './pod-rules.ts';
import type { DefaultRule } from './set-default.ts';

const rbac = 'rbac.authorization.k8s.io';
const template = podRules('spec.template.spec');

/** A rolling update has its own settings; other strategies have none. */
function whenRolling(settings: object): (strategy: JsonRecord) => object | undefined {
  return ({ type }) => (type === 'RollingUpdate' ? settings : undefined);
}

const deploymentRolling = { maxUnavailable: '25%', maxSurge: '25%' };
const daemonSetRolling = { maxUnavailable: 1, maxSurge: 0 };

const bindingRules: readonly DefaultRule[] = [
  { path: 'roleRef.apiGroup', value: rbac },
  {
    path: 'subjects[].apiGroup',
    value: ({ kind }: JsonRecord) => (kind === 'User' || kind === 'Group' ? rbac : undefined),
  },
];

const webhookRules: readonly DefaultRule[] = below('webhooks[]', [
  { path: 'failurePolicy', value: 'Fail' },
  { path: 'matchPolicy', value: 'Equivalent' },
  { path: 'namespaceSelector', value: {} },
  { path: 'objectSelector', value: {} },
  { path: 'timeoutSeconds', value: 10 },
  { path: 'rules[].scope', value: '*' },
  { path: 'clientConfig.service.port', value: 443 },
]);

const matchRules: readonly DefaultRule[] = [
  { path: 'matchPolicy', value: 'Equivalent' },
  { path: 'namespaceSelector', value: {} },
  { path: 'objectSelector', value: {} },
  { path: 'resourceRules[].scope', value: '*' },
];

const policyRules: readonly DefaultRule[] = [
  { path: 'spec.failurePolicy', value: 'Fail' },
  ...below('spec.matchConstraints', matchRules),
];

const policyTypes = (spec: JsonRecord): string[] =>
  listAt(spec, ['egress']).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];

export const defaultRules: Readonly<Record<string, readonly DefaultRule[]>> = {
  'pods.': [...podRules('spec'), { path: 'spec.enableServiceLinks', value: true }],
  'services.': [
    { path: 'spec.type', value: 'ClusterIP' },
    { path: 'spec.sessionAffinity', value: 'None' },
    { path: 'spec.internalTrafficPolicy', value: 'Cluster' },
    { path: 'spec.ports[].protocol', value: 'TCP' },
    { path: 'spec.ports[].targetPort', value: ({ port }: JsonRecord) => port },
  ],
  'secrets.': [{ path: 'type', value: 'Opaque' }],
  'deployments.apps': [
    { path: 'spec.replicas', value: 1 },
    { path: 'spec.revisionHistoryLimit', value: 10 },
    { path: 'spec.progressDeadlineSeconds', value: 600 },
    { path: 'spec.strategy', value: {} },
    { path: 'spec.strategy.type', value: 'RollingUpdate' },
    { path: 'spec.strategy.rollingUpdate', value: whenRolling(deploymentRolling) },
    { path: 'spec.strategy.rollingUpdate.maxUnavailable', value: '25%' },
    { path: 'spec.strategy.rollingUpdate.maxSurge', value: '25%' },
    ...template,
  ],
  'daemonsets.apps': [
    { path: 'spec.revisionHistoryLimit', value: 10 },
    { path: 'spec.updateStrategy', value: {} },
    { path: 'spec.updateStrategy.type', value: 'RollingUpdate' },
    { path: 'spec.updateStrategy.rollingUpdate', value: whenRolling(daemonSetRolling) },
    { path: 'spec.updateStrategy.rollingUpdate.maxUnavailable', value: 1 },
    { path: 'spec.updateStrategy.rollingUpdate.maxSurge', value: 0 },
    ...template,
  ],
  'statefulsets.apps': [
    { path: 'spec.replicas', value: 1 },
    { path: 'spec.revisionHistoryLimit', value: 10 },
    { path: 'spec.podManagementPolicy', value: 'OrderedReady' },
    { path: 'spec.updateStrategy', value: {} },
    { path: 'spec.updateStrategy.type', value: 'RollingUpdate' },
    { path: 'spec.updateStrategy.rollingUpdate', value: whenRolling({ partition: 0 }) },
    ...template,
  ],
  'replicasets.apps': [{ path: 'spec.replicas', value: 1 }, ...template],
  'jobs.batch': [
    { path: 'spec.completions', value: 1 },
    { path: 'spec.parallelism', value: 1 },
    { path: 'spec.backoffLimit', value: 6 },
    { path: 'spec.completionMode', value: 'NonIndexed' },
    { path: 'spec.suspend', value: false },
    ...template,
  ],
  'networkpolicies.networking.k8s.io': [
    { path: 'spec.policyTypes', value: policyTypes },
    { path: 'spec.ingress[].ports[].protocol', value: 'TCP' },
    { path: 'spec.egress[].ports[].protocol', value: 'TCP' },
  ],
  'endpointslices.discovery.k8s.io': [
    { path: 'ports[].protocol', value: 'TCP' },
    { path: 'ports[].name', value: '' },
  ],
  'priorityclasses.scheduling.k8s.io': [{ path: 'preemptionPolicy', value: 'PreemptLowerPriority' }],
  'csidrivers.storage.k8s.io': [
    { path: 'spec.attachRequired', value: true },
    { path: 'spec.podInfoOnMount', value: false },
    { path: 'spec.storageCapacity', value: false },
    { path: 'spec.fsGroupPolicy', value: 'ReadWriteOnceWithFSType' },
    { path: 'spec.requiresRepublish', value: false },
    { path: 'spec.seLinuxMount', value: false },
    { path: 'spec.volumeLifecycleModes', value: ['Persistent'] },
  ],
  [`rolebindings.${rbac}`]: bindingRules,
  [`clusterrolebindings.${rbac}`]: bindingRules,
  'apiservices.apiregistration.k8s.io': [{ path: 'spec.service.port', value: 443 }],
  'validatingwebhookconfigurations.admissionregistration.k8s.io': webhookRules,
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': [
    ...webhookRules,
    { path: 'webhooks[].reinvocationPolicy', value: 'Never' },
  ],
  'validatingadmissionpolicies.admissionregistration.k8s.io': policyRules,
  'mutatingadmissionpolicies.admissionregistration.k8s.io': policyRules,
  'validatingadmissionpolicybindings.admissionregistration.k8s.io': below('spec.matchResources', matchRules),
  'mutatingadmissionpolicybindings.admissionregistration.k8s.io': below('spec.matchResources', matchRules),
  'customresourcedefinitions.apiextensions.k8s.io': [
    { path: 'spec.conversion', value: { strategy: 'None' } },
    { path: 'spec.names.singular', value: (names: JsonRecord) => stringAt(names, ['kind'])?.toLowerCase() },
    { path: 'spec.names.listKind', value: (names: JsonRecord) => `${String(valueAt(names, ['kind']))}List` },
  ],
};

/** What `status` begins with. */
export const initialStatus: Readonly<Record<string, object>> = {
  'pods.': { phase: 'Pending', qosClass: 'BestEffort' },
  'namespaces.': { phase: 'Active' },
  'services.': { loadBalancer: {} },
  'deployments.apps': {},
  'daemonsets.apps': { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  'statefulsets.apps': { replicas: 0, availableReplicas: 0 },
  'replicasets.apps': { replicas: 0 },
  'jobs.batch': {},
  'poddisruptionbudgets.policy': { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
  'certificatesigningrequests.certificates.k8s.io': {},
  'apiservices.apiregistration.k8s.io': {},
  'validatingadmissionpolicies.admissionregistration.k8s.io': {},
};
