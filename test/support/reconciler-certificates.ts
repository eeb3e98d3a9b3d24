import { webcrypto } from 'node:crypto';
import { createIssuer, nodeKeys, type IssuedPair } from '../../src/reconcilers/certificates/issue.ts';

/** When the certificates of tests are issued. */
export const issuedAt = new Date('2026-01-01T00:00:00.000Z');

/** What issues certificates, with real keys. */
export const issuer = createIssuer(nodeKeys);

let authority: Promise<IssuedPair> | undefined;

/** One authority for each test file: keys take a while. */
export function theAuthority(): Promise<IssuedPair> {
  authority ??= issuer.authority(issuedAt);
  return authority;
}

/** A leaf under that authority. */
export async function aLeaf(...names: string[]): Promise<IssuedPair> {
  return issuer.leaf(names, await theAuthority(), issuedAt);
}

/** That moment, moved by so many days. */
export function daysLater(days: number): Date {
  return new Date(issuedAt.getTime() + days * 24 * 3600 * 1000);
}

/** A pair that a user made: self-signed, under a name of its own and perhaps for a DNS name, valid for five more days. */
export async function aUsersPair(dnsName?: string): Promise<IssuedPair> {
  // The certificate library needs this polyfill to be there first.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const signingAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(signingAlgorithm, true, ['sign', 'verify']);
  const validity = { notBefore: daysLater(-360), notAfter: daysLater(5) };
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=own',
    extensions:
      dnsName === undefined ? [] : [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: dnsName }])],
    ...validity,
    signingAlgorithm,
    keys,
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { certificatePem: certificate.toString('pem'), keyPem: x509.PemConverter.encode(key, 'PRIVATE KEY') };
}
