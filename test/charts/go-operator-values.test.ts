import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { ensureHelm } from '../../tools/helm/build.ts';
import { renderChart } from './render.ts';

/** A value of the chart of the Go operator, what it is set to, and what the documented effect is of that. */
interface Effect {
  readonly value: string;
  readonly given: unknown;
  /** More values that the effect takes. */
  readonly more?: Readonly<Record<string, unknown>>;
  readonly object: string;
  /** Undefined: the object as a whole. */
  readonly path?: readonly (string | number)[];
  /** Undefined: it is not there. */
  readonly effect: unknown;
}

const deployment = 'Deployment tigera-operator tigera-operator';
const job = 'Job tigera-operator tigera-operator-uninstall';
const endpoint = 'ConfigMap tigera-operator kubernetes-services-endpoint';
const pod = ['spec', 'template', 'spec'] as const;
const container = [...pod, 'containers', 0] as const;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Becomes a field of the Installation as it is. */
function verbatim(field: string, given: unknown): Effect {
  return {
    value: `installation.${field}`,
    given,
    object: 'Installation default',
    path: ['spec', field],
    effect: given,
  };
}

/** Switches a custom resource off. */
function switched(value: string, object: string): Effect {
  return { value: `${value}.enabled`, given: false, object, effect: undefined };
}

/** Stands in the pods of these workloads as it is. */
function inPods(value: string, given: unknown, ...objects: readonly string[]): Effect[] {
  return objects.map((object) => ({ value, given, object, path: [...pod, value], effect: given }));
}

/** Either of a pair of certificates, where the others are given, too. */
function certificate(of: 'node' | 'typha', key: string, name: string): Effect {
  const all = [
    'node.key',
    'node.cert',
    'node.commonName',
    'typha.key',
    'typha.cert',
    'typha.commonName',
    'typha.caBundle',
  ];
  const more = Object.fromEntries(all.map((each) => [`certs.${each}`, 'other']));
  const object = `Secret tigera-operator ${of}-certs`;
  return { value: `certs.${of}.${key}`, given: 'own', more, object, path: ['data', name], effect: base64('own') };
}

/** Labels of an object, all of the chart's own. */
function labelled(object: string): Effect {
  const effect = { 'k8s-app': 'tigera-operator', team: 'a' };
  return { value: 'additionalLabels', given: { team: 'a' }, object, path: ['metadata', 'labels'], effect };
}

function image(key: string, given: string, effect: string, object = deployment): Effect {
  return { value: `tigeraOperator.${key}`, given, more: goImage, object, path: [...container, 'image'], effect };
}

const goImage = { 'tigeraOperator.image': 'tigera/operator', 'tigeraOperator.version': 'v1.42.3' };
const onOpenShift = { 'installation.kubernetesProvider': 'OpenShift' };
const withHost = { 'kubernetesServiceEndpoint.host': '10.0.0.1' };
const env = { name: 'HTTPS_PROXY', value: 'http://proxy:3128' };
const toleration = { key: 'dedicated', operator: 'Exists' };

const effects: readonly Effect[] = [
  {
    value: 'imagePullSecrets',
    given: { gcr: '{"auths":{}}' },
    object: 'Secret tigera-operator gcr',
    path: ['data'],
    effect: { '.dockerconfigjson': base64('{"auths":{}}') },
  },
  ...['ServiceAccount tigera-operator tigera-operator', 'Installation default'].map((object) => ({
    value: 'imagePullSecrets',
    given: { b: '{}', a: '{}' },
    more: { 'installation.imagePullSecrets': [{ name: 'there' }] },
    object,
    path: [...(object.startsWith('Installation') ? ['spec'] : []), 'imagePullSecrets'],
    effect: [{ name: 'there' }, { name: 'a' }, { name: 'b' }],
  })),
  switched('installation', 'Installation default'),
  switched('apiServer', 'APIServer default'),
  switched('goldmane', 'Goldmane default'),
  switched('whisker', 'Whisker default'),
  {
    value: 'defaultFelixConfiguration.enabled',
    given: true,
    object: 'FelixConfiguration default',
    path: ['apiVersion'],
    effect: 'crd.projectcalico.org/v1',
  },
  verbatim('kubernetesProvider', 'EKS'),
  {
    value: 'installation.kubernetesProvider',
    given: 'OpenShift',
    object: 'ConfigMap tigera-operator calico-resources',
    path: ['data'],
    effect: {},
  },
  verbatim('imagePullSecrets', [{ name: 'there' }]),
  verbatim('kubeletVolumePluginPath', '/var/lib/kubelet'),
  verbatim('controlPlaneReplicas', 3),
  verbatim('controlPlaneNodeSelector', { role: 'control' }),
  verbatim('controlPlaneTolerations', [toleration]),
  verbatim('nonPrivileged', 'Enabled'),
  verbatim('registry', 'registry.example.com/'),
  verbatim('imagePath', 'mirror'),
  verbatim('imagePrefix', 'prod-'),
  verbatim('cni', { type: 'Calico' }),
  verbatim('calicoNetwork', { bgp: 'Disabled' }),
  verbatim('nodeMetricsPort', 9090),
  verbatim('typhaMetricsPort', 9091),
  verbatim('fipsMode', 'Disabled'),
  verbatim('logging', { cni: { logSeverity: 'Info' } }),
  certificate('node', 'key', 'key.key'),
  certificate('node', 'cert', 'cert.crt'),
  certificate('node', 'commonName', 'common-name'),
  certificate('typha', 'key', 'key.key'),
  certificate('typha', 'cert', 'cert.crt'),
  certificate('typha', 'commonName', 'common-name'),
  {
    ...certificate('typha', 'caBundle', ''),
    object: 'ConfigMap tigera-operator typha-ca',
    path: ['data'],
    effect: { caBundle: 'own\n' },
  },
  {
    value: 'manageCRDs',
    given: false,
    object: deployment,
    path: [...container, 'args', 0],
    effect: '-manage-crds=false',
  },
  {
    value: 'resources',
    given: { limits: { cpu: '1' } },
    object: deployment,
    path: [...container, 'resources', 'limits', 'cpu'],
    effect: '1',
  },
  ...[deployment, 'ServiceAccount tigera-operator tigera-operator', 'ClusterRole tigera-operator'].map(labelled),
  ...['ClusterRole tigera-operator-secrets', 'ClusterRoleBinding tigera-operator'].map(labelled),
  labelled('RoleBinding tigera-operator tigera-operator-secrets'),
  { ...labelled(job), path: ['metadata', 'labels', 'team'], effect: 'a' },
  { ...labelled(deployment), path: [...pod.slice(0, 2), 'metadata', 'labels', 'team'], effect: undefined },
  ...inPods('tolerations', [toleration], deployment, job),
  ...inPods('affinity', { nodeAffinity: {} }, deployment),
  ...inPods('priorityClassName', 'system-cluster-critical', deployment),
  ...inPods('dnsConfig', { nameservers: ['10.0.0.53'] }, deployment),
  ...inPods('dnsPolicy', 'Default', deployment),
  ...[deployment, job].map((object) => ({
    value: 'nodeSelector.kubernetes\\.io/os',
    given: 'other',
    object,
    path: [...pod, 'nodeSelector'],
    effect: { 'kubernetes.io/os': 'other' },
  })),
  ...['podAnnotations', 'podLabels'].map((value) => ({
    value,
    given: { team: 'a' },
    object: deployment,
    path: ['spec', 'template', 'metadata', value === 'podLabels' ? 'labels' : 'annotations', 'team'],
    effect: 'a',
  })),
  image('registry', 'registry.example.com/', 'registry.example.com/tigera/operator:v1.42.3'),
  image('registry', '', 'tigera/operator:v1.42.3'),
  image('image', 'own/operator', 'quay.io/own/operator:v1.42.3'),
  image('version', 'v7', 'quay.io/tigera/operator:v7'),
  image('version', 'v7', 'quay.io/tigera/operator:v7', job),
  { value: 'tigeraOperator.env', given: [env], object: deployment, path: [...container, 'env', 2], effect: env },
  ...['image', 'tag'].map((key) => ({
    value: `calicoctl.${key}`,
    given: 'own',
    more: onOpenShift,
    object: deployment,
    path: [...pod, 'initContainers', 1, 'image'],
    effect: key === 'image' ? 'own:v3.32.1' : 'quay.io/calico/ctl:own',
  })),
  {
    value: 'kubernetesServiceEndpoint.host',
    given: '10.0.0.1',
    object: endpoint,
    path: ['data'],
    effect: { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '6443' },
  },
  ...['443', 443].map((given) => ({
    value: 'kubernetesServiceEndpoint.port',
    given,
    more: withHost,
    object: endpoint,
    path: ['data', 'KUBERNETES_SERVICE_PORT'],
    effect: '443',
  })),
];

let helm: string;

beforeAll(async () => {
  helm = await ensureHelm('.', console.log);
});

describe('the values of the chart of the Go operator', () => {
  it.each(effects)('$value has its effect on $object', ({ value, given, more, ...expected }) => {
    const values = Object.entries({ ...more, [value]: given });
    const args = values.flatMap(([key, each]) => ['--set-json', `${key}=${JSON.stringify(each)}`]);
    const { object, path = [], effect } = expected;
    expect(at(renderChart(helm, 'tigera-operator', args).get(object), path)).toEqual(effect);
  });

  it('are all in this table', () => {
    const all = parse(readFileSync('test/charts/go-operator-values.yaml', 'utf8')) as object;
    const listed = effects.map(({ value }) => value);
    const isListed = (key: string): boolean => listed.some((each) => each === key || each.startsWith(`${key}.`));
    expect(keysOf(all).filter((key) => !isListed(key))).toEqual([]);
  });
});

function at(object: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], object);
}

/** Values of which the table has single ones. */
const groups =
  /^(installation|apiServer|goldmane|whisker|defaultFelixConfiguration|certs(\.\w+)?|tigeraOperator|calicoctl|kubernetesServiceEndpoint)$/;

/** Paths of values, down to what the table has to name. */
function keysOf(values: object, path: readonly string[] = []): string[] {
  return Object.entries(values).flatMap(([name, value]: [string, object]) => {
    const key = [...path, name].join('.');
    return groups.test(key) ? keysOf(value, [...path, name]) : [key];
  });
}
