import { createPrivateKey, generateKeyPair, randomBytes, webcrypto, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { promisify } from 'node:util';

/** Certificate and key in PEM; the key in PKCS#1, as Calico's components have always had it. */
export interface IssuedPair {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** Makes key pairs; injected, because new keys are chance, and take time on other threads. */
export interface CertificateIssuer {
  /** A self-signed authority. */
  authority(now: Date): Promise<IssuedPair>;
  /** A certificate for `names`, signed by `authority`, which follows it in the PEM; it ends with it at the latest. */
  leaf(names: readonly string[], authority: IssuedPair, now: Date): Promise<IssuedPair>;
}

/** Where keys and serial numbers come from. */
export interface KeySource {
  newKeys(): Promise<{ readonly publicKey: KeyObject; readonly privateKey: KeyObject }>;
  randomBytes(count: number): Uint8Array;
}

/** Common name of the authority; the start of the issuer's name tells certificates of an operator from a user's. */
export const authorityName = 'tigera-operator-signer';

const dayMs = 24 * 3600 * 1000;
const authorityDays = 36_500;
/** The longest lifetime that all platforms accept for a server certificate. */
const leafDays = 825;
const signing = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;

/** Keys from Node; they are made on a thread of their own and take up to a second. */
export const nodeKeys: KeySource = {
  newKeys: () => promisify(generateKeyPair)('rsa', { modulusLength: 2048 }),
  randomBytes,
};

export function createIssuer(source: KeySource): CertificateIssuer {
  return {
    authority: (now) => issueAuthority(source, now),
    leaf: (names, authority, now) => issueLeaf(source, { names, authority, now }),
  };
}

async function issueAuthority(source: KeySource, now: Date): Promise<IssuedPair> {
  const x509 = await loadX509();
  const keys = await source.newKeys();
  const pair = { publicKey: await imported(keys.publicKey), privateKey: await imported(keys.privateKey) };
  const identifier = await x509.SubjectKeyIdentifierExtension.create(pair.publicKey);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${authorityName}`,
    keys: pair,
    ...common(source, now, { days: authorityDays }),
    extensions: [
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment | x509.KeyUsageFlags.keyCertSign,
        true,
      ),
      new x509.BasicConstraintsExtension(true, undefined, true),
      identifier,
      new x509.AuthorityKeyIdentifierExtension(identifier.keyId),
    ],
  });
  return { certificatePem: pemOf(certificate), keyPem: pkcs1(keys.privateKey) };
}

/**
 * `names` are DNS names or IP addresses; the certificate is valid for servers and clients. An IP address stands as a DNS
 * name too, because older checks compare only those.
 */
async function issueLeaf(
  source: KeySource,
  { names, authority, now }: { names: readonly string[]; authority: IssuedPair; now: Date },
): Promise<IssuedPair> {
  const x509 = await loadX509();
  const keys = await source.newKeys();
  const publicKey = await imported(keys.publicKey);
  const issuer = new x509.X509Certificate(authority.certificatePem);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${names.toSorted()[0] ?? ''}`,
    issuer: issuer.subject,
    publicKey,
    signingKey: await imported(createPrivateKey(authority.keyPem)),
    ...common(source, now, { days: leafDays, end: issuer.notAfter }),
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
      new x509.BasicConstraintsExtension(false, undefined, true),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      new x509.SubjectAlternativeNameExtension([
        ...dnsNamesFirst(names).map((value) => ({ type: 'dns' as const, value })),
        ...names.filter(isAddress).map((value) => ({ type: 'ip' as const, value })),
      ]),
    ],
  });
  return { certificatePem: pemOf(certificate) + authority.certificatePem, keyPem: pkcs1(keys.privateKey) };
}

function dnsNamesFirst(names: readonly string[]): string[] {
  const sorted = names.toSorted();
  return [...sorted.filter((name) => !isAddress(name)), ...sorted.filter(isAddress)];
}

function isAddress(name: string): boolean {
  return isIP(name) !== 0;
}

/** Loaded when the first certificate is issued, which is rare: it costs memory and time at start. */
async function loadX509(): Promise<typeof import('@peculiar/x509')> {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

function common(
  source: KeySource,
  now: Date,
  { days, end }: { days: number; end?: Date },
): { serialNumber: string; notBefore: Date; notAfter: Date; signingAlgorithm: typeof signing } {
  // A day in the past, for clocks that are behind, or are set back.
  const notBefore = after(now, -1);
  const notAfter = after(notBefore, days);
  return {
    serialNumber: serial(source),
    notBefore,
    notAfter: end !== undefined && end < notAfter ? end : notAfter,
    signingAlgorithm: signing,
  };
}

function after(now: Date, days: number): Date {
  return new Date(now.getTime() + days * dayMs);
}

/** 63 random bits: positive, as RFC 5280 asks. */
function serial(source: KeySource): string {
  const bytes = Buffer.from(source.randomBytes(8));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

function imported(key: KeyObject): Promise<webcrypto.CryptoKey> {
  if (key.type === 'private') {
    return webcrypto.subtle.importKey('pkcs8', key.export({ format: 'der', type: 'pkcs8' }), signing, true, ['sign']);
  }
  return webcrypto.subtle.importKey('spki', key.export({ format: 'der', type: 'spki' }), signing, true, ['verify']);
}

function pkcs1(key: KeyObject): string {
  return key.export({ format: 'pem', type: 'pkcs1' }).toString();
}

function pemOf(certificate: { toString(format: 'pem'): string }): string {
  return `${certificate.toString('pem').trim()}\n`;
}
