import { Degraded } from '../../crds/status/degraded.ts';
import type { KeyPair } from '../../renderers/input.ts';
import {
  keyPair,
  replaceSecret,
  retryRefused,
  sourceName,
  sourceSecret,
  type CertificatePass,
} from './certificate-pass.ts';
import { findAuthority, isUsable, judgePair, type Verdict } from './judge.ts';
import { identified, namesOf, type NamedLeaf } from './leaves.ts';
import { pairOf, type SecretPair } from './secret-pair.ts';

/** What a pair of the operator's namespace is judged and made by. */
export interface SourceFacts {
  /** The authority that signs. */
  readonly authority: KeyPair;
  /** Texts in which authorities of before may stand. */
  readonly formerAuthorities: string;
  /** Whether all who meet the certificate trust the authority that signs. */
  readonly isTrusted: boolean;
}

/** A pair, and whether its successor waits until it is trusted. */
export interface Source {
  readonly pair: KeyPair;
  readonly waits: boolean;
}

/**
 * Our pair of a leaf in the operator's namespace, issued anew in time. Throws `Degraded('CertificateError')` for one that
 * cannot be used and not be replaced.
 */
export async function ensureSource(pass: CertificatePass, leaf: NamedLeaf, facts: SourceFacts): Promise<Source> {
  const secret = sourceSecret(pass, leaf.secret);
  if (secret === undefined) return { pair: await issue(pass, leaf, facts.authority, {}), waits: false };
  const found = pairOf(secret) ?? nothing;
  const verdict = judgeSource(pass, leaf, facts, found);
  const known = identified(keyPair(pass, leaf.secret, found), leaf.commonName);
  if (verdict.is === 'good') return { pair: known, waits: false };
  if (verdict.is === 'renew' && verdict.when === 'in turn' && !facts.isTrusted) return { pair: known, waits: true };
  return { pair: await renew(pass, leaf, { ...facts, found, because: verdict.because }), waits: false };
}

/** A Secret of ours that somebody emptied. */
const nothing: SecretPair = { certificatePem: '', keyPem: '', issuedByUs: true, otherData: {} };

function judgeSource(
  { now }: CertificatePass,
  leaf: NamedLeaf,
  { authority, formerAuthorities }: SourceFacts,
  found: SecretPair,
): Verdict {
  const formerAuthorityPem = findAuthority(found.certificatePem, formerAuthorities);
  return judgePair(found, { names: namesOf(leaf), authorityPem: authority.certificatePem, formerAuthorityPem, now });
}

interface Renewal extends SourceFacts {
  readonly found: SecretPair;
  readonly because: string;
}

/** The new pair where it can be stored; otherwise the old one, as long as it serves. */
async function renew(pass: CertificatePass, leaf: NamedLeaf, { authority, found, because }: Renewal): Promise<KeyPair> {
  const secret = sourceName(pass, leaf.secret);
  pass.ctx.log.info({ secret, because }, 'Issuing a certificate');
  const make = (): Promise<KeyPair> => issue(pass, leaf, authority, found.otherData);
  const outcome = await replaceSecret(pass, authority.namespace, make, leaf.secret);
  if ('stored' in outcome) return outcome.stored;
  if (!isUsable(found, pass.now)) {
    const text = `Secret ${secret} cannot be renewed: ${outcome.refusedWith} (${because}); let the operator write it`;
    throw new Degraded('CertificateError', text, retryRefused);
  }
  pass.remarks.refusedRenewal(found.certificatePem, secret, outcome.refusedWith);
  return identified(keyPair(pass, leaf.secret, found), leaf.commonName);
}

async function issue(
  pass: CertificatePass,
  leaf: NamedLeaf,
  authority: KeyPair,
  otherData: KeyPair['otherData'],
): Promise<KeyPair> {
  const issued = await pass.ctx.issuer.leaf(namesOf(leaf), authority, pass.now);
  return identified(keyPair(pass, leaf.secret, { ...issued, issuedByUs: true, otherData }), leaf.commonName);
}
