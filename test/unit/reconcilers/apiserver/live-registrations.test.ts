import { describe, expect, it } from '@jest/globals';
import type { KeyPair } from '../../../../src/renderers/input.ts';
import { keyPairAnnotation } from '../../../../src/renderers/shared/tls-mounts.ts';
import { formerAnchors, isStale } from '../../../../src/reconcilers/apiserver/live-registrations.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import { aKeyPair } from '../../../support/core-facts.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';
import { aDeployment } from '../../../support/workloads.ts';

const pair = aKeyPair({ name: 'calico-webhooks-tls', certificatePem: 'NEW' });
const registration = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration' };

/** A cluster whose API server trusts OLD, and whose webhooks have started with a pair. */
function trusting(started: KeyPair, status = {}): TestContext {
  const ctx = aContext();
  const clientConfig = { caBundle: Buffer.from('OLD').toString('base64') };
  const metadata = { name: 'api.projectcalico.org' };
  ctx.holds(withContent({ ...registration, metadata }, { webhooks: [{ clientConfig }, { clientConfig }] }));
  const live = aDeployment('calico-webhooks', 2, { replicas: 2, ...status });
  const template = { metadata: { annotations: keyPairAnnotation(started) }, spec: { containers: [] } };
  ctx.holds(withContent(live, { spec: { ...live.spec, template } }));
  return ctx;
}

describe('formerAnchors', () => {
  it('are what is trusted now, once, while pods have another pair', () => {
    expect(formerAnchors(trusting(aKeyPair({ ...pair, certificatePem: 'BEFORE' })), pair)).toEqual(['OLD']);
  });

  it('stay until the last pod of before is gone', () => {
    expect(formerAnchors(trusting(pair, { replicas: 3 }), pair)).toEqual(['OLD']);
    expect(formerAnchors(trusting(pair), pair)).toEqual([]);
  });

  it('stay while pods change over to a signer', () => {
    const requested = { ...pair, certificatePem: '', signer: { name: 'example.com/a', authorityPem: 'CA' } };
    expect(formerAnchors(trusting(requested), requested)).toEqual(['OLD']);
  });

  it('are none where nothing runs', () => {
    expect(formerAnchors(aContext(), pair)).toEqual([]);
  });
});

describe('isStale', () => {
  it.each([
    ['calico-api', true],
    ['another', false],
    [undefined, false],
  ])('says of an APIService of %s: %s', (name, expected) => {
    const ctx = aContext();
    const object = {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v3.projectcalico.org' },
    };
    ctx.holds(withContent(object, { spec: name === undefined ? {} : { service: { name } } }));
    expect(isStale(ctx)).toBe(expected);
  });
});
