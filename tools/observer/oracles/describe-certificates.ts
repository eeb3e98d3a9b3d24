import { X509Certificate } from 'node:crypto';

const described = new Map<string, string>();
const pemBlock = /-----BEGIN ([A-Z ]+)-----[^-]*-----END \1-----/g;
const dayMs = 24 * 3600 * 1000;

/** A text with each PEM block in it replaced by what can be said of it without its keys: names, issuer and days. */
export function describeCertificates(text: string): string {
  return text.replaceAll(pemBlock, (pem, type: string) => (type === 'CERTIFICATE' ? describe(pem) : `<${type}>`));
}

function describe(pem: string): string {
  const known = described.get(pem);
  if (known !== undefined) return known;
  const { subject, issuer, subjectAltName = '', validFromDate, validToDate, ca } = new X509Certificate(pem);
  const days = Math.round((validToDate.getTime() - validFromDate.getTime()) / dayMs);
  const text = `<${ca ? 'authority' : 'certificate'} ${subject} (${subjectAltName}) by ${issuer}, ${days} days>`;
  described.set(pem, text);
  return text;
}
