/** What built-in kinds do not let happen: data and small functions, by `plural.group`. */
import type { KubeObject } from '../../../src/k8s/object.ts';
import type { ResourceName } from '../../observer/history.ts';
import { structural } from './structural-rule.ts';
import { badRequest, type Cause } from './status-answer.ts';
import { equal, isRecord, valueAt } from './values.ts';

type Rule = (object: KubeObject, before: KubeObject | undefined) => readonly Cause[];

function immutable(path: string, sentence = 'field is immutable'): Rule {
  const steps = path.split('.');
  return (object, before) => {
    const value = valueAt(object, steps);
    if (before === undefined || equal(value, valueAt(before, steps))) return [];
    return [invalidValue(path, value, sentence)];
  };
}

function invalidValue(field: string, value: unknown, sentence: string): Cause {
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${sentence}`, field };
}

/** The pods of a workload must be those that it selects. */
const selectsTemplate: Rule = (object) => {
  const wanted = valueAt(object, ['spec', 'selector', 'matchLabels']);
  const labels = valueAt(object, ['spec', 'template', 'metadata', 'labels']) ?? {};
  if (!isRecord(wanted)) return [];
  const has = isRecord(labels) && Object.entries(wanted).every(([name, value]) => labels[name] === value);
  if (has) return [];
  return [invalidValue('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')];
};

const roleRef: Rule = (object, before) => {
  const ref = valueAt(object, ['roleRef']);
  if (before === undefined || equal(ref, valueAt(before, ['roleRef']))) return [];
  const { apiGroup, kind, name } = (isRecord(ref) ? ref : {}) as Record<string, unknown>;
  return [invalidValue('roleRef', { APIGroup: apiGroup, Kind: kind, Name: name }, 'cannot change roleRef')];
};

/** A ConfigMap or Secret that says it is immutable stays so. */
const sealed: Rule = (object, before) => {
  if (before === undefined || valueAt(before, ['immutable']) !== true) return [];
  const message = 'Forbidden: field is immutable when `immutable` is set';
  return ['immutable', 'data', 'binaryData']
    .filter((field) => !equal(valueAt(object, [field]), valueAt(before, [field])))
    .map((field) => ({ reason: 'FieldValueForbidden', message, field }));
};

const clusterIP: Rule = (object, before) => {
  const former = before === undefined ? undefined : valueAt(before, ['spec', 'clusterIP']);
  if (former === undefined || valueAt(object, ['spec', 'type']) === 'ExternalName') return [];
  const value = valueAt(object, ['spec', 'clusterIP']);
  return value === former ? [] : [invalidValue('spec.clusterIPs[0]', [value], 'may not change once set')];
};

const fixedValue: Rule = (object, before) => {
  if (before === undefined || equal(valueAt(object, ['value']), valueAt(before, ['value']))) return [];
  const message = 'Forbidden: may not be changed in an update.';
  return [{ reason: 'FieldValueForbidden', message, field: 'value' }];
};

const crdName: Rule = (object) => {
  const wanted = `${String(valueAt(object, ['spec', 'names', 'plural']))}.${String(valueAt(object, ['spec', 'group']))}`;
  if (object.metadata.name === wanted) return [];
  return [invalidValue('metadata.name', object.metadata.name, 'must be spec.names.plural+"."+spec.group')];
};

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What is no base64 does not even become an object. */
const decodable: Rule = (object) => {
  const data = valueAt(object, ['data']);
  const bad = isRecord(data) ? Object.values(data).find((value) => !base64.test(String(value))) : undefined;
  if (bad === undefined) return [];
  throw badRequest('Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 0');
};

const tlsKeys: Rule = (object) => {
  if (valueAt(object, ['type']) !== 'kubernetes.io/tls') return [];
  return ['tls.crt', 'tls.key']
    .filter((key) => valueAt(object, ['data', key]) === undefined)
    .map((key) => ({ reason: 'FieldValueRequired', message: 'Required value', field: `data[${key}]` }));
};

const fileNames: Rule = (object) =>
  ['data', 'binaryData'].flatMap((field) => {
    const data = valueAt(object, [field]);
    const keys = isRecord(data) ? Object.keys(data) : [];
    const bad = keys.filter((key) => !/^[-._a-zA-Z0-9]+$/.test(key));
    return bad.map((key) =>
      invalidValue(`${field}[${key}]`, key, 'a valid config key must consist of alphanumeric characters'),
    );
  });

const workload = [selectsTemplate, immutable('spec.selector')];

const rules: Readonly<Record<string, readonly Rule[]>> = {
  'deployments.apps': workload,
  'daemonsets.apps': workload,
  'statefulsets.apps': [...workload, immutable('spec.serviceName')],
  'replicasets.apps': workload,
  'jobs.batch': [immutable('spec.template')],
  'rolebindings.rbac.authorization.k8s.io': [roleRef],
  'clusterrolebindings.rbac.authorization.k8s.io': [roleRef],
  'secrets.': [decodable, immutable('type'), sealed, fileNames, tlsKeys],
  'configmaps.': [sealed, fileNames],
  'services.': [clusterIP],
  'priorityclasses.scheduling.k8s.io': [fixedValue],
  'csidrivers.storage.k8s.io': [immutable('spec.attachRequired'), immutable('spec.volumeLifecycleModes')],
  'endpointslices.discovery.k8s.io': [immutable('addressType')],
  'customresourcedefinitions.apiextensions.k8s.io': [
    crdName,
    immutable('spec.group'),
    immutable('spec.scope'),
    structural,
  ],
};

/** What the rules of a built-in kind object to. */
export function changeRules(
  { plural, group }: ResourceName,
  object: KubeObject,
  before: KubeObject | undefined,
): Cause[] {
  return (rules[`${plural}.${group}`] ?? []).flatMap((rule) => [...rule(object, before)]);
}
