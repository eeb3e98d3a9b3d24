import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { CertificateDescription } from '../../renderers/input.ts';
import { secondTime } from '../../k8s/time.ts';
import { authorityName } from './issue.ts';

const dayMs = 24 * 3600 * 1000;
/** What we issued is renewed this long before its end. */
export const renewBeforeDays = 30;

/** What an existing pair is good for. */
export type Verdict =
  | { readonly is: 'good' }
  | { readonly is: 'renew'; readonly because: string }
  | { readonly is: 'refused'; readonly because: string };

/** A pair as it stands in a Secret, and who made it. */
export interface ExistingPair {
  readonly certificatePem: string;
  readonly keyPem: string;
  readonly issuedByUs: boolean;
}

export interface Expectation {
  /** DNS names that the certificate must have. */
  readonly names: readonly string[];
  /** The authority that must have signed it, for what we issue. */
  readonly authorityPem: string;
  readonly now: Date;
}

type Check = (certificate: X509Certificate, expected: Expectation, days: number) => string | undefined;

/** Why a certificate that we issued is issued anew. Order is that of the text the user may read. */
const renewals: readonly Check[] = [
  (certificate, { now }) => (certificate.validFromDate > now ? 'it is not valid yet' : undefined),
  (_certificate, _expected, days) => (days <= 0 ? 'it has expired' : undefined),
  (_certificate, _expected, days) => (days < renewBeforeDays ? `it expires in ${Math.floor(days)} days` : undefined),
  (certificate, { authorityPem }) =>
    certificate.verify(new X509Certificate(authorityPem).publicKey) ? undefined : 'another authority signed it',
  (certificate, { names }) => {
    const present = dnsNames(certificate);
    const missing = names.filter((name) => !present.includes(name));
    return missing.length === 0 ? undefined : `it lacks the names ${missing.join(', ')}`;
  },
];

/** Why a user's certificate cannot be used; only the user can mend it. */
const refusals: readonly Check[] = [
  (certificate, { now }) =>
    certificate.validFromDate > now ? `is not valid before ${secondTime(certificate.validFromDate)}` : undefined,
  (certificate, _expected, days) =>
    days <= 0 ? `expired at ${secondTime(certificate.validToDate)}; replace it` : undefined,
];

/** Judges a pair found in the cluster. Pure; unreadable PEM is a refusal, never an exception. */
export function judgePair(pair: ExistingPair, expected: Expectation): Verdict {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pair.certificatePem);
    createPrivateKey(pair.keyPem);
  } catch {
    const because = 'holds no readable certificate and key in PEM';
    return pair.issuedByUs ? { is: 'renew', because } : { is: 'refused', because };
  }
  const days = (certificate.validToDate.getTime() - expected.now.getTime()) / dayMs;
  const checks = pair.issuedByUs ? renewals : refusals;
  const because = checks.map((check) => check(certificate, expected, days)).find((reason) => reason !== undefined);
  if (because === undefined) return { is: 'good' };
  return pair.issuedByUs ? { is: 'renew', because } : { is: 'refused', because };
}

/** Whether the certificate's issuer is an operator's own authority. False for what cannot be read. */
export function issuedByOperator(certificatePem: string): boolean {
  try {
    return commonName(new X509Certificate(certificatePem).issuer).startsWith(authorityName);
  } catch {
    return false;
  }
}

/** What labels and annotations of a Secret say about its certificate. */
export function describeCertificate(certificatePem: string): CertificateDescription {
  const certificate = new X509Certificate(certificatePem);
  const issuer = commonName(certificate.issuer);
  return {
    issuer,
    signer: issuer,
    expiry: secondTime(certificate.validToDate),
    dnsNames: dnsNames(certificate),
    ipSans: alternativeNames(certificate, 'IP Address:'),
  };
}

function dnsNames(certificate: X509Certificate): string[] {
  return alternativeNames(certificate, 'DNS:');
}

function alternativeNames(certificate: X509Certificate, prefix: string): string[] {
  const names = certificate.subjectAltName?.split(', ') ?? [];
  return names.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
}

/** From lines such as `CN=name`. */
function commonName(distinguishedName: string): string {
  return /^CN=(.*)$/m.exec(distinguishedName)?.[1] ?? '';
}
