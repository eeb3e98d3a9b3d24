import type { KeyPair } from '../../renderers/input.ts';
import { CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import { keyPair, replaceSecret, type CertificatePass } from './certificate-pass.ts';
import type { Copy } from './copies.ts';
import { findAuthority, isUsable, urgentDays, daysLeft } from './judge.ts';
import { identified, type Leaf } from './leaves.ts';
import { certificatesIn, readCertificate } from './pem.ts';

/** How long pods may go on with files that have been replaced: kubelets look every minute or so. */
const staleMs = 60 * 60_000;

/** What decides which pair pods mount. */
export interface MountFacts {
  readonly leaf: Leaf;
  /** The pair in the operator's namespace. */
  readonly source: KeyPair;
  readonly copy: Copy | undefined;
  /** Whether all who meet the certificate trust what is wanted now. */
  readonly isTrusted: boolean;
  /** Texts in which authorities of before may stand. */
  readonly formerAuthorities: string;
  /** The authority of a signer that pods asked before there was a Secret. */
  readonly signerAuthorityPem: string | undefined;
}

/** A pair as pods are to mount it, and whether a newer one waits until it is trusted. */
export interface Mounted {
  readonly pair: KeyPair;
  readonly waits: boolean;
}

/**
 * The pair that pods mount: the one of the operator's namespace, or the copy before it while the new one would meet pods
 * that do not trust it yet. What the copy was known by stays with the new one (docs/adr/0012-certificate-rotation.md).
 */
export async function ensureMounted(pass: CertificatePass, facts: MountFacts): Promise<Mounted> {
  const { source, copy, leaf } = facts;
  if (copy === undefined) return done(withPrevious(source, [facts.signerAuthorityPem]));
  if (copy.certificatePem === source.certificatePem) return done(withPrevious(source, [copy.previousAnchors]));
  const mounted = withPrevious(identified(keyPair(pass, leaf.secret, copy), leaf.commonName), [copy.previousAnchors]);
  const known = anchorOf(mounted, facts.formerAuthorities);
  const anchor = anchorOf(source, facts.formerAuthorities);
  const isKnown = known !== undefined && known === anchor;
  const next = withPrevious(source, [copy.previousAnchors, isKnown ? undefined : known]);
  if (!isUsable(copy, pass.now)) return done(next);
  if (isKnown || facts.isTrusted) return done(await replaceCopy(pass, mounted, next));
  if (!sameIdentity(source, mounted) || isUrgent(copy, pass.now)) return done(next);
  return { pair: mounted, waits: true };
}

function done(pair: KeyPair): Mounted {
  return { pair, waits: false };
}

async function replaceCopy(pass: CertificatePass, mounted: KeyPair, next: KeyPair): Promise<KeyPair> {
  const { name } = mounted;
  const outcome = await replaceSecret(pass, CALICO_SYSTEM, () => next, name);
  if ('stored' in outcome) return outcome.stored;
  pass.remarks.refusedRenewal(mounted.certificatePem, `${CALICO_SYSTEM}/${name}`, outcome.refusedWith);
  return mounted;
}

/** Peers look for another name from the moment they roll, so there is nothing to wait for. */
function sameIdentity(left: KeyPair, right: KeyPair): boolean {
  return left.commonName === right.commonName && left.uriSan === right.uriSan;
}

function isUrgent({ certificatePem }: Copy, now: Date): boolean {
  const certificate = readCertificate(certificatePem);
  return certificate === undefined || daysLeft(certificate, now) <= urgentDays;
}

/** What a bundle must hold for a pair to be trusted: our authority behind it, or a user's certificate itself. */
export function anchorOf({ certificatePem, issuedByUs }: KeyPair, formerAuthorities: string): string | undefined {
  return issuedByUs ? findAuthority(certificatePem, formerAuthorities) : certificatesIn(certificatePem)[0]?.pem;
}

/** The pair with certificates that stay trusted beside it, each once. */
export function withPrevious(keyPair: KeyPair, texts: readonly (string | undefined)[]): KeyPair {
  const { previousAnchors: _, ...pair } = keyPair;
  const anchors = new Set(texts.flatMap((text = '') => certificatesIn(text).map(({ pem }) => pem)));
  return anchors.size === 0 ? pair : { ...pair, previousAnchors: [...anchors] };
}

/** Whether no pod can still have the files of before. */
export function isSettled(copy: Copy | undefined, now: Date): boolean {
  return copy?.changedAt === undefined || now.getTime() - copy.changedAt.getTime() >= staleMs;
}
