import { describe, expect, it } from '@jest/globals';
import type { Container, PodSpec } from '../../../../src/crds/generated/core.gen.ts';
import { coreContext } from '../../../../src/renderers/catalog.ts';
import { normalize, type NormalizeContext } from '../../../../src/renderers/shared/normalize.ts';
import { deployment } from '../../../../src/renderers/shared/workloads.ts';
import { aCoreInput } from '../../../support/core-facts.ts';

const context = coreContext(aCoreInput());
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'some:thing' } };

function podOf(pod: Partial<PodSpec>, changes: Partial<NormalizeContext> = {}): PodSpec {
  const workload = deployment('server', { template: { spec: { containers: [], ...pod } } });
  return (normalize(workload, { ...context, ...changes }) as typeof workload).spec.template.spec ?? { containers: [] };
}

function containerOf(container: Partial<Container>, changes: Partial<NormalizeContext> = {}): Container | undefined {
  return podOf({ containers: [{ name: 'server', ...container }] }, changes).containers[0];
}

describe('metadata', () => {
  it('names the custom resource as controlling owner', () => {
    const { ownerReferences } = normalize(configMap, context).metadata;
    expect(ownerReferences).toEqual([{ ...context.owner?.reference, controller: true, blockOwnerDeletion: true }]);
  });

  it('gets clean labels from the name of the object', () => {
    expect(normalize(configMap, context).metadata.labels).toMatchObject({ 'k8s-app': 'some_thing' });
  });

  it('keeps labels that are there already, and names the application by k8s-app', () => {
    const labels = { 'k8s-app': 'server', 'app.kubernetes.io/part-of': 'mine' };
    const labelled = { ...configMap, metadata: { name: 'metrics', labels } };
    expect(normalize(labelled, context).metadata.labels).toMatchObject({
      ...labels,
      'app.kubernetes.io/name': 'server',
    });
  });

  it('stays as it is on objects that nobody owns', () => {
    const { owner: _owner, ...ownerless } = context;
    expect(normalize(configMap, ownerless)).toEqual(configMap);
  });

  it('names a Deployment by its own name whatever a user says', () => {
    const workload = deployment('server', { template: {} });
    const labels = { 'app.kubernetes.io/name': 'mine' };
    const named = normalize({ ...workload, metadata: { ...workload.metadata, labels } }, context);
    expect(named.metadata.labels).toMatchObject({ 'app.kubernetes.io/name': 'server' });
  });
});

describe('pods', () => {
  it('are labelled as their selector wants', () => {
    const template = { metadata: { labels: { 'k8s-app': 'other' } }, spec: { containers: [] } };
    const workload = normalize(deployment('server', { template }), context) as ReturnType<typeof deployment>;
    expect(workload.spec.template.metadata?.labels).toMatchObject(workload.spec.selector.matchLabels ?? {});
  });

  it('run on nodes of the right operating system only', () => {
    const nodeSelector = { 'kubernetes.io/os': 'windows', disk: 'ssd' };
    expect(podOf({ nodeSelector }).nodeSelector).toEqual({ 'kubernetes.io/os': 'linux', disk: 'ssd' });
  });

  it('have their volumes sorted', () => {
    expect(podOf({ volumes: [{ name: 'b' }, { name: 'a' }] }).volumes).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  it('have no empty lists, which the API server would not store', () => {
    expect(Object.keys(podOf({ tolerations: [], topologySpreadConstraints: [] }))).toEqual([
      'containers',
      'nodeSelector',
    ]);
  });
});

describe('containers', () => {
  it('have their mounts sorted by volume, and those of one volume left in order', () => {
    const volumeMounts = ['b:/2', 'a:/9', 'a:/1'].map((text) => ({ name: text.slice(0, 1), mountPath: text.slice(2) }));
    expect(containerOf({ volumeMounts })?.volumeMounts?.map(({ mountPath }) => mountPath)).toEqual(['/9', '/1', '/2']);
  });

  it('have complete probes with the periods of their kind', () => {
    const container = containerOf({ livenessProbe: { timeoutSeconds: 10 }, readinessProbe: {} });
    const defaults = { failureThreshold: 3, successThreshold: 1 };
    expect(container?.livenessProbe).toEqual({ ...defaults, timeoutSeconds: 10, periodSeconds: 60 });
    expect(container?.readinessProbe).toEqual({ ...defaults, timeoutSeconds: 5, periodSeconds: 30 });
  });

  it('are told the API group with CRDs of projectcalico.org/v3, over any other value', () => {
    const env = [{ name: 'CALICO_API_GROUP', value: 'other' }];
    expect(containerOf({ env })?.env).toEqual([{ name: 'CALICO_API_GROUP', value: 'projectcalico.org/v3' }]);
    expect(containerOf({ env: [] }, { calicoApi: 'crd.projectcalico.org/v1' })).not.toHaveProperty('env');
  });

  it('are told the cipher suites unless they have their own', () => {
    const tlsCipherSuites = ['A', 'B'];
    const own = { name: 'TLS_CIPHER_SUITES', value: 'C' };
    expect(containerOf({}, { tlsCipherSuites })?.env).toContainEqual({ name: 'TLS_CIPHER_SUITES', value: 'A,B' });
    expect(containerOf({ env: [own] }, { tlsCipherSuites })?.env).toContainEqual(own);
  });
});

describe('init containers', () => {
  it('keep the order of their mounts, and are told the API group but no cipher suites', () => {
    const volumeMounts = [{ name: 'b', mountPath: '/b' }, { name: 'a', mountPath: '/a' }]; // prettier-ignore
    const [init] =
      podOf({ initContainers: [{ name: 'init', volumeMounts }] }, { tlsCipherSuites: ['A'] }).initContainers ?? [];
    expect(init?.volumeMounts).toEqual(volumeMounts);
    expect(init?.env?.map(({ name }) => name)).toEqual(['CALICO_API_GROUP']);
  });
});
