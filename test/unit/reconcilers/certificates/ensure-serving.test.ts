import { describe, expect, it } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import type { SettledSpec } from '../../../../src/crds/installation/spec.ts';
import {
  ensureServing,
  type ServingLeaf,
  type ServingPairs,
} from '../../../../src/reconcilers/certificates/ensure-serving.ts';
import { Refusals } from '../../../../src/reconcilers/certificates/refusals.ts';
import { anApiServerCluster, pairSecret } from '../../../support/api-server-cluster.ts';
import { owner } from '../../../support/certificate-pass.ts';
import { aSettledSpec } from '../../../support/core-facts.ts';
import type { TestContext } from '../../../support/reconcile-context.ts';
import { aLeaf, aUsersPair, theAuthority } from '../../../support/reconciler-certificates.ts';

const calledBy = 'calico-webhooks.calico-system.svc';
const leaf: ServingLeaf = {
  secret: 'calico-webhooks-tls',
  commonName: 'calico-webhooks',
  otherNames: [calledBy],
  calledBy,
};

const ensure = (ctx: TestContext, spec: Partial<SettledSpec> = {}): Promise<ServingPairs> =>
  ensureServing(ctx, { spec: { ...aSettledSpec(), ...spec }, owner, refusals: new Refusals(ctx.clock) }, [leaf]);

/** With the owner that ours have. */
async function holdsOurs(ctx: TestContext, ...names: string[]): Promise<string> {
  const pair = await aLeaf(...names);
  const secret = pairSecret(leaf.secret, pair);
  const ownerReferences = [{ ...owner.reference, controller: true }];
  ctx.holds({ ...secret, metadata: { ...secret.metadata, ownerReferences } });
  return pair.certificatePem;
}

describe('ensureServing', () => {
  it('issues a pair with all names, followed by its authority', async () => {
    const { pairs } = await ensure(await anApiServerCluster());
    const { certificatePem = '' } = pairs[0] ?? {};
    expect(new X509Certificate(certificatePem).checkHost(calledBy)).toBe(calledBy);
    expect(certificatePem).toContain((await theAuthority()).certificatePem);
  });

  it('keeps a good pair, and renews one that lacks a name', async () => {
    const [good, bad] = [await anApiServerCluster(), await anApiServerCluster()];
    const kept = await holdsOurs(good, leaf.commonName, ...(leaf.otherNames ?? []));
    const replaced = await holdsOurs(bad, leaf.commonName);
    expect((await ensure(good)).pairs[0]?.certificatePem).toBe(kept);
    expect((await ensure(bad)).pairs[0]?.certificatePem).not.toBe(replaced);
  });

  it('refuses a pair of a user that the API server could not verify', async () => {
    const ctx = await anApiServerCluster();
    ctx.holds(pairSecret(leaf.secret, await aUsersPair()));
    await expect(ensure(ctx)).rejects.toMatchObject({ reason: 'CertificateError', message: /without the name/ });
  });

  it('lets a pair of a user be that nothing serves with', async () => {
    const ctx = await anApiServerCluster();
    ctx.holds(pairSecret(leaf.secret, await aUsersPair()));
    const input = { spec: aSettledSpec(), owner, refusals: new Refusals(ctx.clock) };
    const { pairs } = await ensureServing(ctx, input, [{ ...leaf, idle: true }]);
    expect(pairs[0]?.issuedByUs).toBe(false);
  });

  it('uses a pair of a user with the name, and tells of its end', async () => {
    const ctx = await anApiServerCluster();
    const pair = await aUsersPair(calledBy);
    ctx.holds(pairSecret(leaf.secret, pair));
    const { pairs, remarks } = await ensure(ctx);
    expect(pairs[0]).toMatchObject({ certificatePem: pair.certificatePem, issuedByUs: false });
    expect(remarks.problems).toEqual([expect.stringContaining('CAL-501')]);
  });

  it('leaves pairs to a signer, and the Secrets of before with it', async () => {
    const ctx = await anApiServerCluster();
    await holdsOurs(ctx, leaf.commonName);
    const caCert = Buffer.from((await theAuthority()).certificatePem).toString('base64');
    const { pairs, unused } = await ensure(ctx, { certificateManagement: { caCert, signerName: 'example.com/a' } });
    expect(pairs[0]).toMatchObject({ signer: { name: 'example.com/a' }, keyPem: '' });
    expect(unused.map(({ namespace }) => namespace)).toEqual(['tigera-operator', 'calico-system']);
  });
});
