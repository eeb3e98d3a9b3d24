import { X509Certificate } from 'node:crypto';

const certificateBlock = /-----BEGIN CERTIFICATE-----[\w+/=\s]+?-----END CERTIFICATE-----/g;

/** The certificates of a PEM text, each with its own text; what cannot be read is left out. */
export function certificatesIn(pem: string): { readonly pem: string; readonly certificate: X509Certificate }[] {
  return (pem.match(certificateBlock) ?? []).flatMap((text) => {
    const certificate = readCertificate(text);
    return certificate === undefined ? [] : [{ pem: `${text}\n`, certificate }];
  });
}

/**
 * Certificates by their text. Every pass looks at the same few, and OpenSSL takes its time; more than this many means that
 * they change, and then the old ones are of no use.
 */
const read = new Map<string, X509Certificate | undefined>();
const mostRead = 100;

/** The first certificate of a text; undefined where it cannot be read. */
export function readCertificate(pem: string): X509Certificate | undefined {
  if (read.has(pem)) return read.get(pem);
  if (read.size >= mostRead) read.clear();
  const certificate = parsed(pem);
  read.set(pem, certificate);
  return certificate;
}

function parsed(pem: string): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(pem);
    return hasTimes(certificate) ? certificate : undefined;
  } catch {
    return undefined;
  }
}

/**
 * OpenSSL takes a certificate whose times are no times: it might never expire. Its texts tell; the dates that Node makes
 * of such times are whatever memory held.
 */
function hasTimes({ validFrom, validTo }: X509Certificate): boolean {
  return [validFrom, validTo].every((text) => !Number.isNaN(Date.parse(text)));
}

const signed = new WeakMap<X509Certificate, WeakMap<X509Certificate, boolean>>();

/** Whether `authority` has signed a certificate. */
export function hasSigned(authority: X509Certificate, certificate: X509Certificate): boolean {
  const answers = signed.get(authority) ?? new WeakMap<X509Certificate, boolean>();
  signed.set(authority, answers);
  const answer =
    answers.get(certificate) ?? (certificate.checkIssued(authority) && certificate.verify(authority.publicKey));
  answers.set(certificate, answer);
  return answer;
}

/** From lines such as `CN=name`. */
export function commonName(distinguishedName: string): string {
  return /^CN=(.*)$/m.exec(distinguishedName)?.[1] ?? '';
}
