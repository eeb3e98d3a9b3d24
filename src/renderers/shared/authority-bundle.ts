import type { ApiServerInput, KeyPair } from '../input.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g;

/**
 * What the Kubernetes API server is told to trust, base64 as its configuration wants it: the certificate with its
 * authority, and what pods of before serve with, each once. It is sent before the pods roll, so no call fails.
 */
export function authorityBundle(
  { certificatePem }: Pick<KeyPair, 'certificatePem'>,
  { formerAnchors }: Pick<ApiServerInput, 'formerAnchors'>,
): string {
  const known = new Set(certificatesOf(certificatePem));
  const former = new Set(formerAnchors.flatMap(certificatesOf).filter((pem) => !known.has(pem)));
  return Buffer.from(certificatePem + [...former].join(''), 'utf8').toString('base64');
}

function certificatesOf(pem: string): string[] {
  return [...pem.matchAll(CERTIFICATE)].map(([text]) => `${text.trimEnd()}\n`);
}
