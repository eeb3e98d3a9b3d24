import type { FieldSet, KubeObject, ManagedFieldsEntry } from '../../src/k8s/object.ts';

/** The object with fields that its type does not know. */
export function withContent<T extends KubeObject>(object: T, content: object): T {
  return { ...object, ...content };
}

/** A DaemonSet with one of each way in which lists are merged, as a renderer makes it. */
export function desiredDaemonSet(): KubeObject {
  const labels = { 'k8s-app': 'calico-node' };
  const container = {
    name: 'calico-node',
    image: 'quay.io/calico/node:v3.32.1',
    command: ['calico-node', '-felix'],
    env: [
      { name: 'DATASTORE_TYPE', value: 'kubernetes' },
      { name: 'NODENAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } },
    ],
    ports: [{ containerPort: 9091, name: 'metrics' }],
    resources: { requests: { cpu: '250m' } },
    volumeMounts: [{ name: 'lib-modules', mountPath: '/lib/modules', readOnly: true }],
  };
  const owner = { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', name: 'default', uid: 'uid-1' };
  const object = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {
      name: 'calico-node',
      namespace: 'calico-system',
      labels,
      finalizers: ['tigera.io/cni-protector'],
      ownerReferences: [owner],
    },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [container],
          tolerations: [{ operator: 'Exists' }],
          volumes: [
            { name: 'lib-modules', hostPath: { path: '/lib/modules', type: '' } },
            { name: 'scratch', emptyDir: {} },
          ],
        },
      },
    },
  };
  return object;
}

/** What the API server answers to its apply: defaults filled in, quantities and empty values in its own form. */
export function liveDaemonSet(managedFields: ManagedFieldsEntry[] = [ourDaemonSetEntry]): KubeObject {
  const { metadata, ...content } = desiredDaemonSet();
  const text = JSON.stringify(content)
    .replace('"containerPort":9091', '"containerPort":9091,"protocol":"TCP"')
    .replace('"250m"', '"0.25"')
    .replace(
      '"command":',
      '"imagePullPolicy":"IfNotPresent","terminationMessagePath":"/dev/termination-log","command":',
    )
    .replace('"containers":', '"restartPolicy":"Always","dnsPolicy":"ClusterFirst","securityContext":{},"containers":')
    .replace('"selector":', '"revisionHistoryLimit":10,"selector":');
  const read = { uid: 'uid-7', resourceVersion: '1234', generation: 1, creationTimestamp: '2026-01-01T00:00:00Z' };
  const annotations = { 'deprecated.daemonset.template.generation': '1' };
  const live = JSON.parse(text) as KubeObject;
  return withContent(
    { ...live, metadata: { ...metadata, ...read, annotations, managedFields } },
    { status: { numberReady: 3 } },
  );
}

/** Fields of the DaemonSet as the API server lists them. */
export const daemonSetFields: FieldSet = {
  'f:metadata': {
    'f:finalizers': { 'v:"tigera.io/cni-protector"': {} },
    'f:labels': { 'f:k8s-app': {} },
    'f:ownerReferences': { 'k:{"uid":"uid-1"}': {} },
  },
  'f:spec': {
    'f:selector': {},
    'f:template': {
      'f:metadata': { 'f:labels': { 'f:k8s-app': {} } },
      'f:spec': {
        'f:containers': {
          'k:{"name":"calico-node"}': {
            '.': {},
            'f:command': {},
            'f:env': {
              'k:{"name":"DATASTORE_TYPE"}': { '.': {}, 'f:name': {}, 'f:value': {} },
              'k:{"name":"NODENAME"}': { '.': {}, 'f:name': {}, 'f:valueFrom': { 'f:fieldRef': {} } },
            },
            'f:image': {},
            'f:name': {},
            'f:ports': {
              'k:{"containerPort":9091,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {}, 'f:name': {} },
            },
            'f:resources': { 'f:requests': { 'f:cpu': {} } },
            'f:volumeMounts': {
              'k:{"mountPath":"/lib/modules"}': { '.': {}, 'f:mountPath': {}, 'f:name': {}, 'f:readOnly': {} },
            },
          },
        },
        'f:tolerations': {},
        'f:volumes': {
          'k:{"name":"lib-modules"}': { '.': {}, 'f:hostPath': { 'f:path': {}, 'f:type': {} }, 'f:name': {} },
          'k:{"name":"scratch"}': { '.': {}, 'f:emptyDir': {}, 'f:name': {} },
        },
      },
    },
  },
};

const entry = { apiVersion: 'apps/v1', fieldsType: 'FieldsV1', time: '2026-01-01T00:00:00Z' } as const;

export const ourDaemonSetEntry: ManagedFieldsEntry = {
  ...entry,
  manager: 'calico-operator',
  operation: 'Apply',
  fieldsV1: daemonSetFields,
};

/** The controller's own entry, which stays with it. */
export const statusEntry: ManagedFieldsEntry = {
  ...entry,
  manager: 'kube-controller-manager',
  operation: 'Update',
  subresource: 'status',
  fieldsV1: { 'f:status': { 'f:numberReady': {} } },
};
