import { createPrivateKey, webcrypto, type KeyObject } from 'node:crypto';
import { pooledKeys } from '../key-pool.ts';

/** Certificate and key in PEM, as people bring them. */
export interface BroughtPair {
  readonly certificatePem: string;
  readonly keyPem: string;
}

export interface Wish {
  readonly name: string;
  readonly from: Date;
  readonly days: number;
  /** Which key of the pool; what follows each other should have different ones. */
  readonly nth: number;
  /** Who signs; absent: itself. */
  readonly signedBy?: BroughtPair;
  /** Whether it may sign others. */
  readonly isAuthority?: boolean;
}

const dayMs = 24 * 3600 * 1000;
const signing = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;

/** A certificate that a user made elsewhere. It begins a day early. */
export async function broughtPair({
  name,
  from,
  days,
  nth,
  signedBy,
  isAuthority = false,
}: Wish): Promise<BroughtPair> {
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const { publicKey, privateKey } = pooledKeys('user', nth);
  const issuer = signedBy === undefined ? undefined : new x509.X509Certificate(signedBy.certificatePem);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: issuer?.subject ?? `CN=${name}`,
    serialNumber: `42${(nth & 0xff).toString(16).padStart(2, '0')}`,
    notBefore: new Date(from.getTime() - dayMs),
    notAfter: new Date(from.getTime() + days * dayMs),
    publicKey: await imported(publicKey),
    signingKey: await imported(signedBy === undefined ? privateKey : signedBy.keyPem),
    signingAlgorithm: signing,
    extensions: [
      new x509.BasicConstraintsExtension(isAuthority, undefined, true),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }]),
    ],
  });
  const keyPem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  return { certificatePem: `${certificate.toString('pem').trim()}\n`, keyPem };
}

async function imported(key: KeyObject | string): Promise<webcrypto.CryptoKey> {
  const object = typeof key === 'string' ? createPrivateKey(key) : key;
  return object.type === 'private'
    ? webcrypto.subtle.importKey('pkcs8', object.export({ format: 'der', type: 'pkcs8' }), signing, true, ['sign'])
    : webcrypto.subtle.importKey('spki', object.export({ format: 'der', type: 'spki' }), signing, true, ['verify']);
}
