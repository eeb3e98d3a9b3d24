import type { Secret } from '../../crds/generated/core.gen.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import type { KeyPair } from '../../renderers/input.ts';
import { keyPair, sourceName, sourceSecret, type CertificatePass } from './certificate-pass.ts';
import type { Copy } from './copies.ts';
import { issuedByOperator, isUsable, judgePair } from './judge.ts';
import { leaves, type Leaf } from './leaves.ts';
import { readCertificate } from './pem.ts';
import { certificateOf, isUsers, pairOf, type SecretPair } from './secret-pair.ts';
import type { Source } from './trust.ts';

/** A pair that a user supplies. */
export interface UsersPair {
  readonly pair: KeyPair;
  /** False where pods go on with what they had, because this one cannot be used. */
  readonly isGood: boolean;
  /** The pair of a user that is in use: this one, or the one before; undefined where that was ours. */
  readonly inUse: KeyPair | undefined;
}

/**
 * The pairs that users supply, by the name of the Secret; none is ever written. A bad one is a problem to be told, and
 * pods go on with the copy of the one before. Throws `Degraded('CertificateError')` naming every bad one that has none.
 */
export function loadUsersPairs(
  pass: CertificatePass,
  copies: ReadonlyMap<string, Copy>,
): ReadonlyMap<string, UsersPair> {
  const found = new Map<string, UsersPair>();
  const fatal: string[] = [];
  for (const leaf of Object.values(leaves) as readonly Leaf[]) {
    const secret = sourceSecret(pass, leaf.secret);
    if (secret === undefined || !isUsers(secret)) continue;
    const problem = problemOf(pass, leaf, secret);
    if (problem !== undefined) (isCovered(pass, copies.get(leaf.secret)) ? pass.remarks.problems : fatal).push(problem);
    const pair = keyPair(pass, leaf.secret, pairOf(secret) ?? nothing);
    found.set(
      leaf.secret,
      problem === undefined
        ? { pair, isGood: true, inUse: pair }
        : { pair, isGood: false, inUse: before(pass, leaf, copies) },
    );
  }
  if (fatal.length === 0) return found;
  throw new Degraded('CertificateError', [...fatal, ...pass.remarks.problems].toSorted().join('\n'), {
    retry: 'on-watch',
  });
}

/** The certificates that users supply in these Secrets of the operator's namespace, with keys or without. */
export function usersCertificates(pass: CertificatePass, names: readonly string[]): Source[] {
  const { namespace } = pass.ctx.settings.operator;
  return names.flatMap((name) => {
    const secret = sourceSecret(pass, name);
    if (secret === undefined || !isUsers(secret)) return [];
    const certificatePem = certificateOf(secret);
    const isOurs = issuedByOperator(certificatePem) || readCertificate(certificatePem) === undefined;
    return isOurs ? [] : [{ namespace, name, certificatePem, issuedByUs: false }];
  });
}

const nothing: SecretPair = { certificatePem: '', keyPem: '', issuedByUs: false, otherData: {} };

function before(pass: CertificatePass, { secret }: Leaf, copies: ReadonlyMap<string, Copy>): KeyPair | undefined {
  const copy = copies.get(secret);
  return copy === undefined || copy.issuedByUs ? undefined : keyPair(pass, secret, copy);
}

function isCovered({ now }: CertificatePass, copy: Copy | undefined): boolean {
  return copy !== undefined && isUsable(copy, now);
}

function problemOf(pass: CertificatePass, { secret: name, metBy }: Leaf, secret: Secret): string | undefined {
  const pair = pairOf(secret);
  const where = `Secret ${sourceName(pass, name)}`;
  if (pair === undefined) return `${where} has no tls.crt and tls.key; add them, or delete the Secret`;
  if (metBy !== 'nobody' && pair.commonName === undefined && pair.uriSan === undefined)
    return `${where} lacks the key common-name or uri-san, which tells whom to expect; add one of them`;
  const verdict = judgePair(pair, { names: [], authorityPem: '', now: pass.now });
  return verdict.is === 'good' ? undefined : `${where} ${verdict.because}`;
}
