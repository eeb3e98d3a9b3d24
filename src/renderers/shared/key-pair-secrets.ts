import type { Secret } from '../../crds/generated/core.gen.ts';
import type { CertificateDescription, KeyPair } from '../input.ts';
import { labelValue } from './labels.ts';
import { CALICO_SYSTEM } from './names.ts';
import { keyPairAnnotation } from './tls-mounts.ts';
import { withoutUndefined } from './without-undefined.ts';

const PREFIX = 'certificates.operator.tigera.io';

/** Key of what is still trusted beside a mounted pair. Not `.crt`, since programs look for certificates by that. */
export const PREVIOUS_ANCHORS_KEY = 'previous-anchors.pem';

/** The pair where pods mount it and, unless a user supplied it, where it is kept; nowhere, where pods ask a signer. */
export function keyPairSecrets(keyPair: KeyPair): Secret[] {
  if (keyPair.signer !== undefined) return [];
  const mounted = keyPairSecret(keyPair, CALICO_SYSTEM);
  return keyPair.issuedByUs ? [keyPairSecret(keyPair, keyPair.namespace), mounted] : [mounted];
}

/** The key pair as a Secret of a namespace, with labels and annotations that tell people what is inside. */
export function keyPairSecret(keyPair: KeyPair, namespace: string): Secret {
  const { name, certificatePem, keyPem, description, otherData, previousAnchors = [] } = keyPair;
  const previous = previousAnchors.length === 0 ? {} : { [PREVIOUS_ANCHORS_KEY]: base64(previousAnchors.join('')) };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      labels: { [`${PREFIX}/signer`]: labelValue(description.signer) || 'unknown' },
      annotations: { ...descriptionAnnotations(description), ...keyPairAnnotation(keyPair) },
    },
    type: 'Opaque',
    data: { ...otherData, ...previous, 'tls.crt': base64(certificatePem), 'tls.key': base64(keyPem) },
  };
}

function descriptionAnnotations(description: CertificateDescription): Record<string, string> {
  const { issuer, signer, expiry, dnsNames, ipSans } = description;
  return withoutUndefined({
    [`${PREFIX}/issuer`]: issuer,
    [`${PREFIX}/signer`]: signer,
    [`${PREFIX}/expiry`]: expiry,
    [`${PREFIX}/dns-names`]: commaList(dnsNames),
    [`${PREFIX}/ip-sans`]: commaList(ipSans),
  });
}

function commaList(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.join(',');
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
