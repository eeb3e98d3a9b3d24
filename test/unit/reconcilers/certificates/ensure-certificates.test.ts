import { beforeAll, describe, expect, it } from '@jest/globals';
import { configHash } from '../../../../src/renderers/shared/config-hash.ts';
import type { CoreCertificates } from '../../../../src/renderers/input.ts';
import { ensureCertificates } from '../../../../src/reconcilers/certificates/ensure-certificates.ts';
import { Refusals } from '../../../../src/reconcilers/certificates/refusals.ts';
import type { IssuedPair } from '../../../../src/reconcilers/certificates/issue.ts';
import { aLeaf, aUsersPair, theAuthority } from '../../../support/reconciler-certificates.ts';
import { anAddonResource } from '../../../support/api-server-cluster.ts';
import { owner } from '../../../support/certificate-pass.ts';
import { aSettledSpec } from '../../../support/core-facts.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

const dayMs = 24 * 3600 * 1000;
let authority: IssuedPair;
let pairs: Record<string, IssuedPair>;

beforeAll(async () => {
  authority = await theAuthority();
  pairs = {
    'tigera-ca-private': authority,
    'node-certs': await aLeaf('typha-client'),
    'typha-certs': await aLeaf('typha-server'),
    'typha-certs-noncluster-host': await aLeaf('typha-server-noncluster-host'),
  };
});

function addSecret(ctx: TestContext, name: string, data: Record<string, string>): void {
  const encoded = Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')] as const);
  const metadata = { name, namespace: 'tigera-operator' };
  ctx.holds(withContent({ apiVersion: 'v1', kind: 'Secret', metadata }, { data: Object.fromEntries(encoded) }));
}

/** A cluster with all certificates in place. */
function settledContext(...settings: Parameters<typeof aContext>): TestContext {
  const ctx = aContext(...settings);
  for (const [name, { keyPem, certificatePem }] of Object.entries(pairs)) {
    addSecret(ctx, name, { 'tls.key': keyPem, 'tls.crt': certificatePem });
  }
  return ctx;
}

async function usersPair(): Promise<Record<string, string>> {
  const { keyPem, certificatePem } = await aUsersPair();
  return { 'tls.key': keyPem, 'tls.crt': certificatePem, 'common-name': 'my-typha' };
}

async function certificatesOf(ctx: TestContext): Promise<CoreCertificates> {
  const input = { spec: aSettledSpec(), owner, refusals: new Refusals(ctx.clock) };
  return (await ensureCertificates(ctx, input)).certs;
}

function addConfigMap(ctx: TestContext, metadata: object, data: Record<string, string>): void {
  const named = { name: 'typha-ca', namespace: 'tigera-operator', ...metadata };
  ctx.holds(withContent({ apiVersion: 'v1', kind: 'ConfigMap', metadata: named }, { data }));
}

describe('ensureCertificates', () => {
  it('keeps what is good, and asks nothing', async () => {
    const ctx = settledContext();
    const certs = await certificatesOf(ctx);
    expect(certs.typha).toMatchObject({ ...pairs['typha-certs'], commonName: 'typha-server', issuedByUs: true });
    expect(certs.trusted).toEqual([
      { namespace: 'tigera-operator', name: 'tigera-ca-private', pem: authority.certificatePem },
    ]);
    expect(ctx.api.asked).toEqual([]);
  });

  it("lets calico-node trust a user's certificate of Goldmane, while there is one to talk to", async () => {
    const ctx = settledContext();
    addSecret(ctx, 'goldmane-key-pair', await usersPair());
    const names = async (): Promise<string[]> => (await certificatesOf(ctx)).trusted.map(({ name }) => name);
    expect(await names()).toEqual(['tigera-ca-private']);
    anAddonResource(ctx, 'Goldmane');
    expect(await names()).toEqual(['goldmane-key-pair', 'tigera-ca-private']);
  });

  it('makes an authority in a new cluster, after a live look, and stores it before it signs', async () => {
    const ctx = aContext();
    const { authority: made, node } = await certificatesOf(ctx);
    expect(ctx.api.asked).toEqual([
      'get Secret tigera-operator/tigera-ca-private',
      'apply Secret tigera-operator/tigera-ca-private',
    ]);
    expect(node.certificatePem.endsWith(made.certificatePem)).toBe(true);
    expect(node.description).toMatchObject({ issuer: 'tigera-operator-signer', dnsNames: ['typha-client'] });
  });

  it('takes the authority that a live read finds, when no watch shows it yet', async () => {
    const ctx = settledContext();
    ctx.shown.view('operatorSecrets').remove({ name: 'tigera-ca-private', namespace: 'tigera-operator' });
    expect((await certificatesOf(ctx)).authority.certificatePem).toBe(authority.certificatePem);
  });

  it('replaces its authority a year before the end, and goes on trusting the one of before', async () => {
    const ctx = settledContext();
    await ctx.clock.advance(36_200 * dayMs);
    const { authority: made, trusted } = await certificatesOf(ctx);
    expect(made.certificatePem).not.toBe(authority.certificatePem);
    expect(ctx.api.asked).toContain('apply Secret tigera-operator/tigera-ca-private');
    expect(trusted.map(({ name }) => name)).toEqual(['tigera-ca-private']);
  });

  it("refuses a user's authority that has expired rather than replace it", async () => {
    const ctx = settledContext();
    const { keyPem, certificatePem } = await aUsersPair();
    addSecret(ctx, 'tigera-ca-private', { 'tls.key': keyPem, 'tls.crt': certificatePem });
    await expect(certificatesOf(ctx)).rejects.toMatchObject({ reason: 'ResourceCreateError' });
    expect(ctx.api.asked).toEqual([]);
  });

  it('issues anew what is about to expire, and keeps the rest of the Secret', async () => {
    const ctx = settledContext();
    const { keyPem = '', certificatePem = '' } = pairs['node-certs'] ?? {};
    addSecret(ctx, 'node-certs', { 'tls.key': keyPem, 'tls.crt': certificatePem, extra: 'kept' });
    await ctx.clock.advance(800 * dayMs);
    const { node } = await certificatesOf(ctx);
    expect(node.certificatePem).not.toBe(certificatePem);
    expect(node.otherData).toEqual({ extra: Buffer.from('kept').toString('base64') });
  });
});

describe("ensureCertificates, with a user's own", () => {
  it('uses it, trusts it, and knows it as its Secret says', async () => {
    const ctx = settledContext();
    const own = await usersPair();
    addSecret(ctx, 'typha-certs', own);
    const { typha, trusted } = await certificatesOf(ctx);
    expect(typha).toMatchObject({ certificatePem: own['tls.crt'], issuedByUs: false, commonName: 'my-typha' });
    expect(trusted.map(({ name }) => name)).toEqual(['tigera-ca-private', 'typha-certs']);
  });

  it('refuses all that cannot be used, each by its name', async () => {
    const ctx = settledContext();
    const { 'common-name': _, ...unnamed } = await usersPair();
    addSecret(ctx, 'typha-certs', unnamed);
    addSecret(ctx, 'node-certs', { 'tls.crt': 'alone' });
    await expect(certificatesOf(ctx)).rejects.toMatchObject({
      reason: 'CertificateError',
      retry: 'on-watch',
      message: expect.stringMatching(
        /^Secret tigera-operator\/node-certs has no tls\.crt and tls\.key.*\nSecret tigera-operator\/typha-certs lacks the key common-name or uri-san/,
      ),
    });
  });

  it('trusts the authority that the user names', async () => {
    const ctx = settledContext();
    const { certificatePem: pem } = await aUsersPair();
    addConfigMap(ctx, {}, { caBundle: pem });
    const { trusted } = await certificatesOf(ctx);
    expect(trusted[0]).toEqual({ namespace: 'calico-system', name: 'typha-ca', pem });
  });

  it.each<[string, Record<string, string>, string]>([
    ['an empty bundle', {}, 'lacks the key caBundle'],
    ['a bundle without a certificate', { caBundle: 'x' }, 'holds no readable certificate in caBundle'],
    ['a bundle that is too large', { caBundle: 'x'.repeat(330_001) }, 'holds in caBundle a bundle of 330001 bytes'],
  ])('refuses %s', async (_, data, problem) => {
    const ctx = settledContext();
    addConfigMap(ctx, {}, data);
    await expect(certificatesOf(ctx)).rejects.toThrow(`ConfigMap tigera-operator/typha-ca ${problem}`);
  });
});

/** A cluster with root certificates of before, annotated with `hash`. */
function withRoots(calicoVersion: string, hash: string): TestContext {
  const ctx = settledContext({ systemRoots: 'roots of the image' });
  const annotations = { 'hash.operator.tigera.io/system': hash };
  const metadata = { name: 'tigera-ca-bundle', namespace: 'calico-system', annotations };
  addConfigMap(ctx, metadata, { 'ca-bundle.crt': 'roots of before' });
  const installation = { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', metadata: { name: 'default' } };
  ctx.holds(withContent(installation, { status: { calicoVersion } }));
  return ctx;
}

describe('ensureCertificates, for the root certificates of the system', () => {
  it.each([
    ['keeps those that the cluster has', 'v3.32.1', configHash('roots of before'), 'roots of before'],
    ['brings new ones with a new version of Calico', 'v3.31.0', configHash('roots of before'), 'roots of the image'],
    ['mends those that somebody changed', 'v3.32.1', 'other', 'roots of the image'],
  ])('%s', async (_, version, hash, roots) => {
    expect((await certificatesOf(withRoots(version, hash))).systemRoots).toBe(roots);
  });
});
