import { X509Certificate } from 'node:crypto';

const certificateBlock = /-----BEGIN CERTIFICATE-----[\w+/=\s]+?-----END CERTIFICATE-----/g;

/** The certificates of a PEM text, each with its own text; what cannot be read is left out. */
export function certificatesIn(pem: string): { readonly pem: string; readonly certificate: X509Certificate }[] {
  return (pem.match(certificateBlock) ?? []).flatMap((text) => {
    const certificate = readCertificate(text);
    return certificate === undefined ? [] : [{ pem: `${text}\n`, certificate }];
  });
}

/** The first certificate of a text; undefined where it cannot be read. */
export function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** Whether `authority` has signed a certificate. */
export function hasSigned(authority: X509Certificate, certificate: X509Certificate): boolean {
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

/** From lines such as `CN=name`. */
export function commonName(distinguishedName: string): string {
  return /^CN=(.*)$/m.exec(distinguishedName)?.[1] ?? '';
}
