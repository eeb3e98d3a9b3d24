import type { ApiServerInput, KeyPair } from '../input.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g;

/**
 * What the Kubernetes API server is told to trust, base64 as its configuration wants it: the certificate with its
 * authority or the authority of the signer, and what pods of before serve with, each once. It is sent before the pods roll, so no call fails.
 */
export function authorityBundle(
  { certificatePem, signer }: Pick<KeyPair, 'certificatePem' | 'signer'>,
  { formerAnchors }: Pick<ApiServerInput, 'formerAnchors'>,
): string {
  const wanted = signer?.authorityPem ?? certificatePem;
  const known = new Set(certificatesOf(wanted));
  const former = new Set(formerAnchors.flatMap(certificatesOf).filter((pem) => !known.has(pem)));
  return Buffer.from(wanted + [...former].join(''), 'utf8').toString('base64');
}

function certificatesOf(pem: string): string[] {
  return [...pem.matchAll(CERTIFICATE)].map(([text]) => `${text.trimEnd()}\n`);
}
