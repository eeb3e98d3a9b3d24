import type { KubeObject } from '../../../src/k8s/object.ts';
import { operatorChanges } from '../authors.ts';
import { kindOf, subjectOfChange, type ClusterState } from '../cluster-state.ts';
import type { ObjectChange, History } from '../history.ts';
import { listAt, numberAt, textAt, valueAt } from '../value-at.ts';
import { invariant } from './invariant.ts';

const workloads = new Set(['daemonsets.apps', 'deployments.apps']);
const bindings = new Set(['clusterrolebindings.rbac.authorization.k8s.io', 'rolebindings.rbac.authorization.k8s.io']);

export const orderIsKept = invariant(
  'I13',
  'Workloads come after the ServiceAccount, its bindings and what they mount; an APIService points at a backend that is ready',
  function* (history, facts) {
    for (const { change, state } of operatorChanges(history, facts)) {
      if (change.type === 'DELETED') continue;
      for (const wrong of wrongsOf(change, state, history))
        yield { at: change.at, what: `${subjectOfChange(change)} ${wrong}` };
    }
  },
);

function wrongsOf(change: ObjectChange, state: ClusterState, history: History): string[] {
  const kind = kindOf(change.resource);
  if (workloads.has(kind) && change.type === 'ADDED') return missing(change.object, state, history);
  return kind === 'apiservices.apiregistration.k8s.io' ? unready(change.object, state) : [];
}

function missing(workload: KubeObject, state: ClusterState, history: History): string[] {
  const { namespace = '' } = workload.metadata;
  const pod = valueAt(workload, 'spec', 'template', 'spec');
  const account = textAt(pod, 'serviceAccountName') ?? 'default';
  const needs = [
    ...(account === 'default' ? [] : [['serviceaccounts', account] as const]),
    ...listAt(pod, 'volumes').flatMap(mounted),
  ];
  const lacking = needs.filter(([kind, name]) => state.get(kind, name, namespace) === undefined);
  return [
    ...lacking.map(([kind, name]) => `came before ${kind} ${namespace}/${name}`),
    ...laterBindings({ account, namespace }, state, history).map(
      (name) => `came before binding ${name} of its ServiceAccount`,
    ),
  ];
}

type Need = readonly [kind: 'secrets' | 'configmaps' | 'serviceaccounts', name: string];

function mounted(volume: unknown): Need[] {
  const isOptional = ['secret', 'configMap'].some((source) => valueAt(volume, source, 'optional') === true);
  const [secret, configMap] = [textAt(volume, 'secret', 'secretName'), textAt(volume, 'configMap', 'name')];
  if (isOptional) return [];
  return [
    ...(secret === undefined ? [] : [['secrets', secret] as const]),
    ...(configMap === undefined ? [] : [['configmaps', configMap] as const]),
  ];
}

/** Bindings of the account that the history brings, but had not brought yet. */
function laterBindings(subject: Subject, state: ClusterState, history: History): string[] {
  const all = history.changes.filter(
    ({ resource, object }) => bindings.has(kindOf(resource)) && binds(object, subject),
  );
  const later = all.filter(
    ({ resource, object }) =>
      state.get(kindOf(resource), object.metadata.name, object.metadata.namespace) === undefined,
  );
  return [...new Set(later.map(({ object }) => object.metadata.name))];
}

interface Subject {
  readonly account: string;
  readonly namespace: string;
}

function binds(binding: KubeObject, { account, namespace }: Subject): boolean {
  return listAt(binding, 'subjects').some(
    (subject) => textAt(subject, 'name') === account && textAt(subject, 'namespace') === namespace,
  );
}

function unready(apiService: KubeObject, state: ClusterState): string[] {
  const [name, namespace] = [
    textAt(apiService, 'spec', 'service', 'name'),
    textAt(apiService, 'spec', 'service', 'namespace'),
  ];
  if (name === undefined || namespace === undefined) return [];
  const selector = valueAt(state.get('services', name, namespace), 'spec', 'selector');
  const serves = state
    .all('deployments.apps')
    .some(
      (deployment) =>
        deployment.metadata.namespace === namespace &&
        isSelected(selector, valueAt(deployment, 'spec', 'template', 'metadata', 'labels')) &&
        numberAt(deployment, 'status', 'availableReplicas') > 0,
    );
  return serves ? [] : [`points at ${namespace}/${name}, which is not ready`];
}

/** Whether a Service that selects so sends to pods with these labels. */
function isSelected(selector: unknown, labels: unknown): boolean {
  if (typeof selector !== 'object' || selector === null) return false;
  return Object.entries(selector).every(([label, value]) => textAt(labels, label) === value);
}
