import type { Advice } from '../../crds/installation/advice.ts';
import type { KeyPair, TrustedCertificate } from '../../renderers/input.ts';
import { sourceName, type CertificatePass } from './certificate-pass.ts';
import { endOf, lastEndOf } from './remarks.ts';
import { typhaAuthority } from './trust.ts';
import type { UsersPair } from './users-pairs.ts';

/** Certificates that only their users can replace may be among these. */
interface Supplied {
  readonly authority: KeyPair;
  readonly users: ReadonlyMap<string, UsersPair>;
  readonly trusted: readonly TrustedCertificate[];
}

const pairAdvice = { code: 'CAL-501', message: 'you supplied this certificate; replace tls.crt and tls.key' } as const;
const authorityAdvice = {
  code: 'CAL-502',
  message: 'you supplied this authority; replace tls.crt and tls.key',
} as const;
const bundleAdvice = {
  code: 'CAL-502',
  message: 'you supplied this authority; put the certificate of its successor beside it in caBundle',
} as const;

/** Says when certificates end that a user supplied. A signer's authority is told of where the signer is read. */
export function tellEnds(pass: CertificatePass, { authority, users, trusted }: Supplied): void {
  const isUsers = !authority.issuedByUs && authority.keyPem !== '';
  if (isUsers) tellPair(pass, authority, authorityAdvice);
  for (const { pair, isGood } of users.values()) if (isGood) tellPair(pass, pair, pairAdvice);
  for (const { pem } of trusted.filter(({ name }) => name === typhaAuthority)) {
    const path = `ConfigMap ${sourceName(pass, typhaAuthority)}`;
    pass.remarks.endsAt(lastEndOf(pem), { ...bundleAdvice, path });
  }
}

/** Says when a pair ends that a user supplied. */
export function tellPair(
  pass: CertificatePass,
  pair: KeyPair,
  advice: Pick<Advice, 'code' | 'message'> = pairAdvice,
): void {
  pass.remarks.endsAt(endOf(pair.certificatePem), { ...advice, path: `Secret ${sourceName(pass, pair.name)}` });
}
