import { describe, expect, it } from '@jest/globals';
import type { DaemonSet, Deployment } from '../../../../src/crds/generated/core.gen.ts';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import {
  hasStartedWith,
  observeConsumers,
  type Consumers,
} from '../../../../src/reconcilers/certificates/consumers.ts';
import { bundleAnnotations, keyPairAnnotation } from '../../../../src/renderers/shared/tls-mounts.ts';
import { startedWithLabel } from '../../../../src/renderers/shared/former-pods.ts';
import { aKeyPair } from '../../../support/core-facts.ts';
import { aContext } from '../../../support/reconcile-context.ts';
import { aDaemonSet, aDeployment } from '../../../support/workloads.ts';

const bundle = {
  trusted: [{ namespace: 'tigera-operator', name: 'tigera-ca-private', pem: 'NEW' }],
  systemRoots: '',
};
const typhaPair = aKeyPair({ name: 'typha-certs', certificatePem: 'PEM' });
const rolled = bundleAnnotations(bundle);
const initContainers = [
  {
    name: 'node-certs-key-cert-provisioner',
    env: [{ name: 'CA_CERT', value: Buffer.from('SIGNER').toString('base64url') }],
  },
];

function templated<T extends DaemonSet | Deployment>(
  live: T,
  annotations: Record<string, string>,
  spec: object = {},
): T {
  return {
    ...live,
    spec: { ...live.spec, template: { metadata: { annotations }, spec: { containers: [], ...spec } } },
  };
}

function observed(...objects: KubeObject[]): Consumers {
  const ctx = aContext();
  ctx.holds(...objects);
  return observeConsumers(ctx, bundle);
}

describe('observeConsumers', () => {
  it('is held up by nobody where nothing runs', () => {
    const { trust, serves, requests } = observed();
    expect([trust, serves(typhaPair), requests]).toEqual([{ nodes: true, typha: true, nobody: true }, true, 'none']);
  });

  it.each<[string, DaemonSet, boolean]>([
    ['has rolled', templated(aDaemonSet('calico-node'), rolled), true],
    ['has the bundle of before', templated(aDaemonSet('calico-node'), {}), false],
    ['rolls', templated(aDaemonSet('calico-node', { updatedNumberScheduled: 2 }), rolled), false],
    ['is about to roll', templated(aDaemonSet('calico-node', { observedGeneration: 1 }), rolled), false],
    ['has a node that is down', templated(aDaemonSet('calico-node', { numberAvailable: 2 }), rolled), true],
    ['has the bundle of before on Windows', templated(aDaemonSet('calico-node-windows'), {}), false],
  ])('knows whether calico-node trusts the bundle: it %s', (_, live, trusts) => {
    expect(observed(live).trust.nodes).toBe(trusts);
  });

  it('knows what Typha trusts and serves', () => {
    const typha = templated(aDeployment('calico-typha', 2, { replicas: 2 }), {
      ...rolled,
      ...keyPairAnnotation(typhaPair),
    });
    const { trust, serves, typhaHashes } = observed(typha);
    expect([trust.typha, serves(typhaPair)]).toEqual([true, true]);
    expect(serves({ ...typhaPair, certificatePem: 'OTHER' })).toBe(false);
    expect(typhaHashes).toEqual({ ...rolled, ...keyPairAnnotation(typhaPair) });
  });

  it('believes what stands beside the template of pods that were taken over', () => {
    const plain = templated(aDeployment('whisker', 1, { replicas: 1 }), {});
    const labels = Object.fromEntries(Object.entries(rolled).map(([key, value]) => [startedWithLabel(key), value]));
    const noted = { ...plain, metadata: { ...plain.metadata, labels } };
    expect([hasStartedWith(plain, rolled), hasStartedWith(noted, rolled)]).toEqual([false, true]);
  });

  it('counts pods of Typha that an older template left', () => {
    const typha = templated(aDeployment('calico-typha', 2, { replicas: 3 }), rolled);
    expect(observed(typha).trust.typha).toBe(false);
  });

  it('knows who asks a signer, and under which authority', () => {
    const node = templated(aDaemonSet('calico-node'), rolled, { initContainers });
    expect(observed(node)).toMatchObject({ requests: 'all', signerAuthorityPem: 'SIGNER' });
    expect(observed(node, aDeployment('calico-typha', 1, { replicas: 1 })).requests).toBe('some');
  });
});
