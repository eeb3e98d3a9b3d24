import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import type { CertificateDescription } from '../../renderers/input.ts';
import { secondTime } from '../../k8s/time.ts';
import { authorityName } from './issue.ts';
import { excessOf } from './limits.ts';
import { certificatesIn, commonName, hasSigned, readCertificate } from './pem.ts';

const dayMs = 24 * 3600 * 1000;
/** What we issued is renewed this long before its end. */
export const renewBeforeDays = 30;
/** An authority of ours is replaced this long before its end: a rotation goes from node to node. */
export const replaceAuthorityBeforeDays = 365;
/** From here on a certificate that should have been replaced is urgent. */
export const urgentDays = 14;

/**
 * What an existing pair is good for. A renewal `in turn` comes once all who meet the certificate trust its new authority;
 * one `now` cannot wait (docs/adr/0012-certificate-rotation.md).
 */
export type Verdict =
  | { readonly is: 'good' }
  | { readonly is: 'renew'; readonly because: string; readonly when: 'now' | 'in turn' }
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
  /** The authority that did sign it, where that is another one and still known. */
  readonly formerAuthorityPem?: string | undefined;
  readonly now: Date;
}

interface Facts extends Expectation {
  readonly certificate: X509Certificate;
  readonly authority: X509Certificate | undefined;
  readonly days: number;
}

type Check = (facts: Facts) => string | undefined;

/** Why a certificate that we issued does not work at this moment. */
const failures: readonly Check[] = [
  ({ certificate, now }) => (certificate.validFromDate > now ? 'it is not valid yet' : undefined),
  ({ days }) => (days <= 0 ? 'it has expired' : undefined),
];

/** Why one that works is issued anew all the same. */
const renewals: readonly Check[] = [
  // One that ends with its authority cannot be made to last longer.
  ({ days, certificate, authority }) =>
    days < renewBeforeDays && !(authority !== undefined && certificate.validToDate >= authority.validToDate)
      ? `it expires in ${Math.floor(days)} days`
      : undefined,
  ({ certificate, names }) => {
    const present = dnsNames(certificate);
    const missing = names.filter((name) => !present.includes(name));
    return missing.length === 0 ? undefined : `it lacks the names ${missing.join(', ')}`;
  },
];

/** Why a user's certificate cannot be used; only the user can mend it. */
const refusals: readonly Check[] = [
  ({ certificate, now }) =>
    certificate.validFromDate > now
      ? `is not valid before ${secondTime(certificate.validFromDate)}; set the clock of the operator's node, or replace it if that clock is right`
      : undefined,
  ({ certificate, days }) =>
    days <= 0
      ? `expired at ${secondTime(certificate.validToDate)}; replace its certificate and key, or delete the Secret and the operator issues them`
      : undefined,
];

/** Judges a pair found in the cluster. Pure; what cannot be read is a reason, never an exception. */
export function judgePair(pair: ExistingPair, expected: Expectation): Verdict {
  const read = readPair(pair);
  if ('because' in read) return against(pair, read.because);
  const { certificate } = read;
  const facts: Facts = {
    ...expected,
    certificate,
    authority: readCertificate(expected.authorityPem),
    days: daysLeft(certificate, expected.now),
  };
  return pair.issuedByUs ? judgeOurs(facts) : verdictOf(pair, firstOf(refusals, facts));
}

function judgeOurs(facts: Facts): Verdict {
  const failure = firstOf(failures, facts);
  if (failure !== undefined) return { is: 'renew', because: failure, when: 'now' };
  const verdict = judgeSignature(facts);
  if (verdict.is !== 'good') return verdict;
  const because = firstOf(renewals, facts);
  return because === undefined ? verdict : { is: 'renew', because, when: 'now' };
}

function verdictOf(pair: ExistingPair, because: string | undefined): Verdict {
  return because === undefined ? { is: 'good' } : against(pair, because);
}

/** A change of authority has time while the one before is known and valid. */
function judgeSignature({ certificate, authority, formerAuthorityPem, days, now }: Facts): Verdict {
  if (authority !== undefined && hasSigned(authority, certificate)) return { is: 'good' };
  const former = formerAuthorityPem === undefined ? undefined : readCertificate(formerAuthorityPem);
  const lasts = former !== undefined && Math.min(days, daysLeft(former, now)) > urgentDays;
  return { is: 'renew', because: 'another authority signed it', when: lasts ? 'in turn' : 'now' };
}

/** Judges an authority by its own certificate. `renew` only for one of ours, and never by a clock that is behind it. */
export function judgeAuthority(pair: ExistingPair, now: Date): Verdict {
  const read = readPair(pair);
  if ('because' in read) return against(pair, read.because);
  const { certificate } = read;
  if (!certificate.ca) return against(pair, 'holds a certificate that may not sign others (no CA:TRUE)');
  const days = daysLeft(certificate, now);
  const because = firstOf(refusals, { names: [], authorityPem: '', now, certificate, authority: undefined, days });
  // Ours began a day before it was made, so one that has not begun means a clock that nothing should be issued by.
  if (because !== undefined)
    return certificate.validFromDate > now ? { is: 'refused', because } : against(pair, because);
  if (!pair.issuedByUs || days >= replaceAuthorityBeforeDays) return { is: 'good' };
  return { is: 'renew', because: `it expires in ${Math.floor(days)} days`, when: 'in turn' };
}

/** Whether a pair works at this moment, whatever else is wrong with it. */
export function isUsable(pair: Pick<ExistingPair, 'certificatePem' | 'keyPem'>, now: Date): boolean {
  const read = readPair(pair);
  return 'certificate' in read && read.certificate.validFromDate <= now && read.certificate.validToDate > now;
}

/** Days until a certificate ends; negative afterwards. */
export function daysLeft({ validToDate }: X509Certificate, now: Date): number {
  return daysUntil(validToDate, now);
}

/** Days between two moments; negative where the first is past. */
export function daysUntil(moment: Date, now: Date): number {
  return (moment.getTime() - now.getTime()) / dayMs;
}

function firstOf(checks: readonly Check[], facts: Facts): string | undefined {
  return checks.map((check) => check(facts)).find((reason) => reason !== undefined);
}

function against({ issuedByUs }: ExistingPair, because: string): Verdict {
  return issuedByUs ? { is: 'renew', because, when: 'now' } : { is: 'refused', because };
}

/** The certificate of a pair, or what is wrong with the texts. */
function readPair({
  certificatePem,
  keyPem,
}: Pick<ExistingPair, 'certificatePem' | 'keyPem'>): { certificate: X509Certificate } | { because: string } {
  const excess = excessOf('certificate', certificatePem) ?? excessOf('key', keyPem);
  if (excess !== undefined) return { because: `holds ${excess}` };
  const certificate = readCertificate(certificatePem);
  if (certificate === undefined) return { because: 'holds no readable certificate in PEM' };
  const key = readKey(keyPem);
  if (key === undefined) return { because: 'holds no readable key in PEM' };
  return certificate.checkPrivateKey(key)
    ? { certificate }
    : { because: 'holds a key that is not that of its certificate' };
}

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

/** Whether the certificate's issuer is an operator's own authority. False for what cannot be read. */
export function issuedByOperator(certificatePem: string): boolean {
  if (excessOf('certificate', certificatePem) !== undefined) return false;
  return commonName(readCertificate(certificatePem)?.issuer ?? '').startsWith(authorityName);
}

/** The authority that signed a certificate, from texts where it may stand: its own chain first. */
export function findAuthority(certificatePem: string, ...elsewhere: readonly string[]): string | undefined {
  const certificate = readCertificate(certificatePem);
  if (certificate === undefined) return undefined;
  const candidates = [certificatePem, ...elsewhere].flatMap(certificatesIn);
  return candidates.find((each) => each.certificate.ca && hasSigned(each.certificate, certificate))?.pem;
}

/** What labels and annotations of a Secret say about its certificate. */
export function describeCertificate(certificatePem: string): CertificateDescription {
  const certificate = readCertificate(certificatePem);
  if (certificate === undefined) return { issuer: '', signer: '', expiry: '', dnsNames: [], ipSans: [] };
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
