import type { SettledSpec } from '../../crds/installation/spec.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import type { CertificateSigner, KeyPair, TrustedCertificate } from '../../renderers/input.ts';
import { TIGERA_CA_PRIVATE } from '../../renderers/shared/names.ts';
import { keyPair, type CertificatePass } from './certificate-pass.ts';
import { namesOf, type Leaf, type NamedLeaf } from './leaves.ts';
import { excessOf } from './limits.ts';
import { readCertificate } from './pem.ts';
import { lastEndOf } from './remarks.ts';

const field = 'spec.certificateManagement';
/** A signer that the operator of the enterprise edition is. */
const enterpriseSigner = 'tigera.io/operator-signer';

/** The signer of `spec.certificateManagement`. Throws `Degraded('CertificateError')` for one that cannot work. */
export function loadSigner({ remarks }: CertificatePass, spec: SettledSpec): CertificateSigner | undefined {
  const { certificateManagement: asked } = spec;
  if (asked === undefined) return undefined;
  const authorityPem = Buffer.from(asked.caCert, 'base64').toString('utf8');
  const problem = problemOf(asked.signerName, authorityPem);
  if (problem !== undefined) throw new Degraded('CertificateError', `${field}.${problem}`, { retry: 'on-watch' });
  const message = 'put the certificate of its successor beside it in the same field';
  remarks.endsAt(lastEndOf(authorityPem), { code: 'CAL-503', path: `${field}.caCert`, message });
  const { keyAlgorithm, signatureAlgorithm } = asked;
  return {
    name: asked.signerName,
    authorityPem,
    ...(keyAlgorithm === undefined ? {} : { keyAlgorithm }),
    ...(signatureAlgorithm === undefined ? {} : { signatureAlgorithm }),
  };
}

function problemOf(signerName: string, authorityPem: string): string | undefined {
  if (signerName === enterpriseSigner)
    return `signerName: ${signerName} is a signer of the enterprise edition, and nobody here signs for it; name one that runs in your cluster`;
  const excess = excessOf('bundle', authorityPem);
  if (excess !== undefined) return `caCert: holds ${excess}; leave only the certificates of your signer`;
  return readCertificate(authorityPem) === undefined
    ? 'caCert: holds no readable certificate in PEM; set it to the certificate of your signer, PEM in base64'
    : undefined;
}

/** The authority behind the signer, where that of the operator stands otherwise. Its key is nobody's here. */
export function signerAuthority(pass: CertificatePass, { authorityPem }: CertificateSigner): KeyPair {
  const pair = { certificatePem: authorityPem, keyPem: '', issuedByUs: false, otherData: {} };
  return keyPair(pass, TIGERA_CA_PRIVATE, pair);
}

/** A pair that each pod asks the signer for. */
export function requestedPair(pass: CertificatePass, leaf: NamedLeaf, signer: CertificateSigner): KeyPair {
  const { secret, commonName } = leaf;
  const pair = keyPair(pass, secret, { certificatePem: '', keyPem: '', issuedByUs: true, otherData: {}, commonName });
  return { ...pair, signer, description: { ...pair.description, dnsNames: namesOf(leaf) } };
}

/** Each of the signer's pairs has an entry of its own in the bundle: the Go operator made it so, and pods roll by it. */
export function signerEntries(
  { ctx }: CertificatePass,
  requested: readonly Leaf[],
  { authorityPem }: CertificateSigner,
): TrustedCertificate[] {
  const { namespace } = ctx.settings.operator;
  return requested
    .filter(({ metBy }) => metBy !== 'nobody')
    .map(({ secret }) => ({ namespace, name: secret, pem: authorityPem }));
}
