import { beforeEach, describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import {
  formerPullSecrets,
  loadEndpoint,
  loadNodeDns,
  loadNodeFiles,
  requirePullSecrets,
} from '../../../../src/reconcilers/cluster/user-config.ts';
import { settled } from '../../../support/installation-facts.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

const own = { host: '10.96.0.1', port: '443' };

/** A cluster with this ConfigMap of the user's. */
function withConfigMap(name: string, data: Record<string, string>): TestContext {
  const ctx = aContext({ endpoint: own });
  const metadata = { name, namespace: 'tigera-operator' };
  ctx.holds(withContent({ apiVersion: 'v1', kind: 'ConfigMap', metadata }, { data }));
  return ctx;
}

function secret(name: string, content: object): KubeObject {
  const metadata = { name, namespace: 'tigera-operator' };
  return withContent({ apiVersion: 'v1', kind: 'Secret', metadata }, content);
}

describe('requirePullSecrets', () => {
  const spec = settled({ imagePullSecrets: [{ name: 'b' }, { name: 'a' }] });

  it('gives them in the order of the spec', () => {
    const ctx = aContext();
    ctx.holds(secret('a', {}), secret('b', { type: 'kubernetes.io/dockerconfigjson', data: { key: 'e30=' } }));
    expect(requirePullSecrets(ctx, spec)).toEqual([
      { name: 'b', type: 'kubernetes.io/dockerconfigjson', data: { key: 'e30=' } },
      { name: 'a', type: 'Opaque', data: {} },
    ]);
  });

  it('gives one that is listed twice once', () => {
    const ctx = aContext();
    ctx.holds(secret('a', {}));
    expect(requirePullSecrets(ctx, settled({ imagePullSecrets: [{ name: 'a' }, { name: 'a' }] }))).toHaveLength(1);
  });

  it('names all that are missing', () => {
    const error = /Secret tigera-operator\/b does not exist\nspec.imagePullSecrets: Secret tigera-operator\/a does not/;
    expect(() => requirePullSecrets(aContext(), spec)).toThrow(error);
  });

  it('needs none where the spec names none', () => {
    expect(requirePullSecrets(aContext(), settled({}))).toEqual([]);
  });
});

describe('formerPullSecrets', () => {
  const spec = settled({ imagePullSecrets: [{ name: 'wanted' }] });
  const ownerReferences = [
    { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', name: 'default', uid: 'u', controller: true },
  ];
  const copy = (name: string, type: string, metadata: object = { ownerReferences }): void => {
    const object = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'calico-system', ...metadata } };
    ctx.shown.view('secrets').upsert(withContent(object, { type }));
  };
  let ctx: TestContext;

  beforeEach(() => {
    ctx = aContext();
    ctx.shown.secrets.watched = true;
  });

  it('are copies of ours that the spec no longer names', () => {
    for (const name of ['b', 'wanted', 'a']) copy(name, 'kubernetes.io/dockerconfigjson');
    copy('old', 'kubernetes.io/dockercfg');
    expect(formerPullSecrets(ctx, spec)).toEqual(['a', 'b', 'old']);
  });

  it('are no Secrets of others, nor of another type', () => {
    copy('foreign', 'kubernetes.io/dockerconfigjson', {});
    copy('node-certs', 'Opaque');
    expect(formerPullSecrets(ctx, spec)).toEqual([]);
  });

  it('are not known before the Secrets are watched', () => {
    copy('a', 'kubernetes.io/dockerconfigjson');
    ctx.shown.secrets.watched = false;
    expect(formerPullSecrets(ctx, spec)).toEqual([]);
  });
});

describe('loadEndpoint', () => {
  const given = { KUBERNETES_SERVICE_HOST: 'api.example.com', KUBERNETES_SERVICE_PORT: '6443' };
  const host = { host: 'api.example.com', port: '6443' };
  const podNetwork = { host: 'inside', port: '443' };
  const forPods = { KUBERNETES_SERVICE_HOST_POD_NETWORK: 'inside', KUBERNETES_SERVICE_PORT_POD_NETWORK: '443' };

  it.each([
    [given, { host }],
    [
      { ...given, ...forPods },
      { host, podNetwork },
    ],
    [forPods, { host: own, podNetwork }],
    [{ KUBERNETES_SERVICE_HOST: 'api.example.com' }, { host: own }],
    [{ ...given, KUBERNETES_SERVICE_PORT: '' }, { host: own }],
  ])('reads %j', (data, endpoint) => {
    expect(loadEndpoint(withConfigMap('kubernetes-services-endpoint', data))).toEqual(endpoint);
  });

  it('is that of the operator, or nothing, where the user says nothing', () => {
    expect(loadEndpoint(aContext({ endpoint: own }))).toEqual({ host: own });
    expect(loadEndpoint(aContext())).toEqual({});
  });
});

describe('loadNodeFiles', () => {
  it('has none in an ordinary cluster', () => {
    expect(loadNodeFiles(aContext())).toEqual({});
  });

  it.each([
    ['bird-templates', { 'bird.cfg': 'x' }, { birdTemplates: { 'bird.cfg': 'x' } }],
    ['bgp-layout', { earlyNetworkConfiguration: 'x' }, { bgpLayout: { earlyNetworkConfiguration: 'x' } }],
  ])('reads %s', (name, data, files) => {
    expect(loadNodeFiles(withConfigMap(name, data))).toEqual(files);
  });

  it('refuses a layout without its key', () => {
    expect(() => loadNodeFiles(withConfigMap('bgp-layout', {}))).toThrow('lacks the key earlyNetworkConfiguration');
  });
});

/** A cluster whose operator runs in pods with these DNS settings. */
function operatorWith(podSpec: object): TestContext {
  const ctx = aContext();
  const deployment = { spec: { template: { spec: podSpec } } };
  ctx.shown.view('operatorDeployments').put('tigera-operator/tigera-operator', deployment);
  return ctx;
}

describe('loadNodeDns', () => {
  const dnsConfig = { nameservers: ['10.0.0.2'] };
  const fresh = { endpoint: { host: own }, formerNodePods: false };
  const former = { endpoint: { host: own }, formerNodePods: true };
  const byName = { ...former, endpoint: { host: { host: 'api.example.com', port: '443' } } };

  it.each([
    [fresh, { dnsPolicy: 'ClusterFirstWithHostNet' }, { policy: 'Default' }],
    [fresh, { dnsPolicy: 'Default' }, { policy: 'Default' }],
    [fresh, { dnsPolicy: 'None', dnsConfig }, { policy: 'None', config: dnsConfig }],
    [byName, { dnsConfig }, { policy: 'ClusterFirstWithHostNet', config: dnsConfig }],
    [former, { dnsPolicy: 'ClusterFirstWithHostNet' }, { policy: 'ClusterFirstWithHostNet' }],
    [former, {}, { policy: 'ClusterFirstWithHostNet' }],
    [byName, { dnsPolicy: 'ClusterFirstWithHostNet' }, { policy: 'Default' }],
  ])('with %j and an operator that has %j gives %j', (facts, podSpec, dns) => {
    expect(loadNodeDns(operatorWith(podSpec), facts)).toEqual(dns);
  });

  it('resolves as the node does where the operator runs outside of the cluster', () => {
    expect(loadNodeDns(aContext(), former)).toEqual({ policy: 'Default' });
  });
});
