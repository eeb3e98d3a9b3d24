import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CertificatePass } from '../../../../src/reconcilers/certificates/certificate-pass.ts';
import type { Copy } from '../../../../src/reconcilers/certificates/copies.ts';
import { loadUsersPairs } from '../../../../src/reconcilers/certificates/users-pairs.ts';
import { aPass } from '../../../support/certificate-pass.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import { aUsersPair } from '../../../support/reconciler-certificates.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

let ctx: TestContext;
let pass: CertificatePass;

beforeEach(() => {
  ctx = aContext();
  pass = aPass(ctx);
});

function supplies(name: string, data: Record<string, string>): void {
  const encoded = Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')] as const);
  const metadata = { name, namespace: 'tigera-operator' };
  ctx.holds(withContent({ apiVersion: 'v1', kind: 'Secret', metadata }, { data: Object.fromEntries(encoded) }));
}

/** The copy of a good pair of before. */
async function aCopy(): Promise<Copy> {
  return { ...(await aUsersPair()), commonName: 'mine', issuedByUs: false, otherData: {}, changedAt: undefined };
}

describe('loadUsersPairs', () => {
  it('takes a pair as it is, and leaves what is ours to others', async () => {
    const { certificatePem, keyPem } = await aUsersPair();
    supplies('node-certs', { 'tls.crt': certificatePem, 'tls.key': keyPem, 'uri-san': 'spiffe://x' });
    const found = loadUsersPairs(pass, new Map());
    expect([...found.keys()]).toEqual(['node-certs']);
    expect(found.get('node-certs')).toMatchObject({ isGood: true, pair: { certificatePem, uriSan: 'spiffe://x' } });
  });

  it('goes on with the pair of before where a new one is bad, and tells', async () => {
    supplies('node-certs', { 'tls.crt': 'x', 'tls.key': 'y', 'common-name': 'mine' });
    const copy = await aCopy();
    const found = loadUsersPairs(pass, new Map([['node-certs', copy]]));
    expect(found.get('node-certs')).toMatchObject({ isGood: false, inUse: { certificatePem: copy.certificatePem } });
    expect(pass.remarks.problems).toEqual(['Secret tigera-operator/node-certs holds no readable certificate in PEM']);
  });

  it('stops at a bad pair that has none before it', () => {
    supplies('typha-certs', { 'tls.crt': 'x', 'tls.key': 'y' });
    expect(() => loadUsersPairs(pass, new Map())).toThrow(
      'Secret tigera-operator/typha-certs lacks the key common-name or uri-san',
    );
  });
});
