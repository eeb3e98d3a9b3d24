import { X509Certificate } from 'node:crypto';
import type { KubeObject } from '../../src/k8s/object.ts';
import { textsAt } from './value-at.ts';

const block = /-----BEGIN CERTIFICATE-----[\w+/=\s]+?-----END CERTIFICATE-----/g;
const parsed = new Map<string, X509Certificate | undefined>();

/** The certificates in a PEM text; what cannot be read is left out. Each text is read once. */
export function certificatesIn(pem: string): X509Certificate[] {
  return [...pem.matchAll(block)].flatMap(([text]) => {
    if (!parsed.has(text)) parsed.set(text, read(text));
    return parsed.get(text) ?? [];
  });
}

/** The leaf in a Secret, under whichever name. */
export function leafOf(secret: KubeObject): X509Certificate | undefined {
  const data = textsAt(secret, 'data');
  const name = Object.keys(data).find((key) => key === 'tls.crt' || key === 'cert' || key.endsWith('.crt'));
  return certificatesIn(Buffer.from(data[name ?? ''] ?? '', 'base64').toString('latin1'))[0];
}

/** The anchors in a ConfigMap. */
export function anchorsOf(configMap: KubeObject): X509Certificate[] {
  return Object.values(textsAt(configMap, 'data')).flatMap(certificatesIn);
}

export function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);
}

/** Whether a leaf is one of the anchors, or signed by one of them. */
export function verifies(leaf: X509Certificate, anchors: readonly X509Certificate[]): boolean {
  return anchors.some(
    (anchor) =>
      anchor.fingerprint256 === leaf.fingerprint256 || (leaf.checkIssued(anchor) && leaf.verify(anchor.publicKey)),
  );
}

function read(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}
