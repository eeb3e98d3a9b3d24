import type { Secret } from '../../crds/generated/core.gen.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import { Secret as Secrets } from '../../k8s/kinds.ts';
import type { ResourceType } from '../../k8s/object.ts';
import type { KeyPair } from '../../renderers/input.ts';
import { TIGERA_CA_PRIVATE } from '../../renderers/shared/names.ts';
import {
  keyPair,
  replaceSecret,
  retryRefused,
  sourceName,
  sourceSecret,
  type CertificatePass,
} from './certificate-pass.ts';
import { isUsable, issuedByOperator, judgeAuthority } from './judge.ts';
import { readCertificate } from './pem.ts';
import { pairOf, type SecretPair } from './secret-pair.ts';

/**
 * The authority that signs: the one in the Secret, a user's as it is, ours replaced in time. A live read comes before the
 * first one is made, because a second authority would break the first. Throws `Degraded('ResourceCreateError')` for a
 * user's that cannot be used, or ours that cannot be used and not be replaced.
 */
export async function ensureAuthority(pass: CertificatePass): Promise<KeyPair> {
  const { ctx, now, remarks } = pass;
  const secret = sourceName(pass, TIGERA_CA_PRIVATE);
  const found = await findAuthorityPair(pass);
  if (found === undefined) return storeFirst(pass, secret);
  const verdict = judgeAuthority(found, now);
  if (verdict.is === 'refused') throw unusable(secret, verdict.because);
  const known = keyPair(pass, TIGERA_CA_PRIVATE, found);
  if (verdict.is === 'good') return known;
  ctx.log.info({ secret, because: verdict.because }, 'Replacing the certificate authority');
  const make = (): Promise<KeyPair> => makeAuthority(pass, found.otherData);
  const outcome = await replaceSecret(pass, known.namespace, make, TIGERA_CA_PRIVATE);
  if ('stored' in outcome) return outcome.stored;
  if (!isUsable(found, now)) throw unusable(secret, `${verdict.because}, and ${outcome.refusedWith}`);
  remarks.refusedRenewal(found.certificatePem, secret, outcome.refusedWith);
  return known;
}

/** Stored before anything is signed with it: an authority that nobody finds again would have to stay trusted. */
async function storeFirst(pass: CertificatePass, secret: string): Promise<KeyPair> {
  const { ctx } = pass;
  ctx.log.info({ secret }, 'Making a certificate authority');
  const make = (): Promise<KeyPair> => makeAuthority(pass, {});
  const outcome = await replaceSecret(pass, ctx.settings.operator.namespace, make, TIGERA_CA_PRIVATE);
  if ('stored' in outcome) return outcome.stored;
  const text = `Secret ${secret} cannot be made: ${outcome.refusedWith}; let the operator write it`;
  throw new Degraded('ResourceCreateError', text, retryRefused);
}

/** Ours by its name: the Go operator made itself the owner of users' authorities, too. */
async function findAuthorityPair(pass: CertificatePass): Promise<SecretPair | undefined> {
  const target = { namespace: pass.ctx.settings.operator.namespace, name: TIGERA_CA_PRIVATE };
  const secret =
    sourceSecret(pass, TIGERA_CA_PRIVATE) ?? (await pass.ctx.client.get(Secrets as ResourceType<Secret>, target));
  const pair = secret === undefined ? undefined : pairOf(secret);
  if (pair === undefined || readCertificate(pair.certificatePem) === undefined) return pair;
  return { ...pair, issuedByUs: issuedByOperator(pair.certificatePem) };
}

async function makeAuthority(pass: CertificatePass, otherData: KeyPair['otherData']): Promise<KeyPair> {
  const issued = await pass.ctx.issuer.authority(pass.now);
  return keyPair(pass, TIGERA_CA_PRIVATE, { ...issued, issuedByUs: true, otherData });
}

function unusable(secret: string, because: string): Degraded {
  const text = `The certificate authority in Secret ${secret} cannot be used: it ${because.replace(/^it /, '')}. Replace its tls.crt and tls.key, or delete the Secret to get a new one`;
  return new Degraded('ResourceCreateError', text, retryRefused);
}
