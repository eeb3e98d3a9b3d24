import { describe, expect, it } from '@jest/globals';
import type { Secret } from '../../../../src/crds/generated/core.gen.ts';
import {
  ensureAddonCertificates,
  type Acquaintance,
  type EnsuredAddonCertificates,
} from '../../../../src/reconcilers/certificates/ensure-addon-certificates.ts';
import { Refusals } from '../../../../src/reconcilers/certificates/refusals.ts';
import { bundleAnnotations } from '../../../../src/renderers/shared/tls-mounts.ts';
import { aCalicoCluster, pairSecret } from '../../../support/api-server-cluster.ts';
import { owner } from '../../../support/certificate-pass.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import { aSettledSpec } from '../../../support/core-facts.ts';
import type { TestContext } from '../../../support/reconcile-context.ts';
import { aLeaf, aUsersPair, issuedAt, issuer, theAuthority } from '../../../support/reconciler-certificates.ts';
import { aDeployment } from '../../../support/workloads.ts';

const acquaintance: Acquaintance = {
  leaf: { secret: 'goldmane-key-pair', commonName: 'goldmane' },
  meets: ['whisker-backend-key-pair', 'a-certificate-alone'],
  metBy: ['whisker'],
};

const ensure = (ctx: TestContext): Promise<EnsuredAddonCertificates> =>
  ensureAddonCertificates(ctx, { spec: aSettledSpec(), owner, refusals: new Refusals(ctx.clock) }, acquaintance);

function ours(secret: Secret): Secret {
  return { ...secret, metadata: { ...secret.metadata, ownerReferences: [{ ...owner.reference, controller: true }] } };
}

/** Whisker with pods that trust what `pem` holds. */
function whiskerTrusting(ctx: TestContext, pem: string): void {
  const trusted = [{ namespace: 'tigera-operator', name: 'tigera-ca-private', pem }];
  const annotations = bundleAnnotations({ trusted, systemRoots: '' });
  const live = aDeployment('whisker', 1, { replicas: 1, updatedReplicas: 1, observedGeneration: 9 });
  ctx.holds(withContent(live, { spec: { template: { metadata: { annotations } } } }));
}

describe('ensureAddonCertificates', () => {
  it('trusts the authority alone while all certificates are ours', async () => {
    const ctx = await aCalicoCluster();
    ctx.holds(ours(pairSecret('whisker-backend-key-pair', await aLeaf('whisker-backend'))));
    const { certs } = await ensure(ctx);
    expect(certs.trusted.map(({ name }) => name)).toEqual(['tigera-ca-private']);
    expect(certs.pair).toMatchObject({ name: 'goldmane-key-pair', issuedByUs: true });
  });

  it('trusts what users supply to those whom it meets, with a key or without', async () => {
    const ctx = await aCalicoCluster();
    const supplied = await aUsersPair();
    ctx.holds(pairSecret('whisker-backend-key-pair', supplied));
    const { data = {}, ...alone } = pairSecret('a-certificate-alone', supplied);
    ctx.holds(withContent(alone, { data: { 'tls.crt': data['tls.crt'] } }));
    const { certs } = await ensure(ctx);
    expect(certs.trusted.map(({ name }) => name)).toEqual([
      'a-certificate-alone',
      'tigera-ca-private',
      'whisker-backend-key-pair',
    ]);
  });

  it('goes on trusting the authority of before while a pair that it signed is mounted', async () => {
    const ctx = await aCalicoCluster();
    const former = await issuer.authority(issuedAt);
    const pair = await issuer.leaf(['whisker-backend'], former, issuedAt);
    const copy = pairSecret('whisker-backend-key-pair', pair);
    ctx.shown.view('secrets').upsert(ours({ ...copy, metadata: { ...copy.metadata, namespace: 'calico-system' } }));
    const { certs } = await ensure(ctx);
    expect(certs.trusted).toContainEqual(
      expect.objectContaining({ name: 'tigera-ca-private.previous', pem: former.certificatePem, silent: true }),
    );
  });

  it('serves under a new authority only once those who call it trust that', async () => {
    const ctx = await aCalicoCluster();
    const former = await issuer.authority(issuedAt);
    const pair = await issuer.leaf(['goldmane'], former, issuedAt);
    ctx.holds(ours(pairSecret('goldmane-key-pair', pair)));
    const bundle = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'tigera-ca-bundle', namespace: 'calico-system' },
    };
    ctx.holds(withContent(bundle, { data: { 'tigera-ca-bundle.crt': former.certificatePem } }));
    whiskerTrusting(ctx, former.certificatePem);
    const before = await ensure(ctx);
    expect(before.certs.pair.certificatePem).toBe(pair.certificatePem);
    expect(before.remarks.waits).toEqual([expect.stringContaining('once all who meet it trust its authority')]);
    whiskerTrusting(ctx, (await theAuthority()).certificatePem);
    expect((await ensure(ctx)).certs.pair.certificatePem).not.toBe(pair.certificatePem);
  });

  it("never writes over a user's pair where pods have their copies", async () => {
    const ctx = await aCalicoCluster();
    const secret = pairSecret('goldmane-key-pair', await aUsersPair());
    ctx.shown.view('secrets').upsert({ ...secret, metadata: { ...secret.metadata, namespace: 'calico-system' } });
    await expect(ensure(ctx)).rejects.toMatchObject({
      reason: 'CertificateError',
      message: /move it to tigera-operator\/goldmane-key-pair/,
    });
  });
});
