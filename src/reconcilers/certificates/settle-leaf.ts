import type { CertificateSigner, KeyPair } from '../../renderers/input.ts';
import { CALICO_SYSTEM, TIGERA_CA_BUNDLE } from '../../renderers/shared/names.ts';
import { keyPair, sourceName, type CertificatePass } from './certificate-pass.ts';
import type { Consumers } from './consumers.ts';
import type { Copy } from './copies.ts';
import { ensureSource } from './ensure-source.ts';
import { identified, type Leaf } from './leaves.ts';
import { ensureMounted, withPrevious } from './mounted.ts';
import { requestedPair } from './signer.ts';
import type { UsersPair } from './users-pairs.ts';

/** Facts that all pairs have in common. */
export interface LeafFacts {
  readonly authority: KeyPair;
  /** Set once pods are to ask a signer. */
  readonly signer: CertificateSigner | undefined;
  /** Whether pods keep their Secrets until all of them trust the signer's authority. */
  readonly keepsSecrets: boolean;
  readonly users: ReadonlyMap<string, UsersPair>;
  readonly copies: ReadonlyMap<string, Copy>;
  readonly consumers: Consumers;
  /** Texts in which authorities of before may stand. */
  readonly formerAuthorities: string;
}

/** A pair as it is supplied and as pods mount it; the two differ while the first waits for its turn. */
export interface SettledLeaf {
  readonly leaf: Leaf;
  readonly source: KeyPair;
  readonly mounted: KeyPair;
  readonly waits: boolean;
}

/** Settles which pair of a leaf stands where. */
export async function settleLeaf(pass: CertificatePass, leaf: Leaf, facts: LeafFacts): Promise<SettledLeaf> {
  const users = facts.users.get(leaf.secret);
  const copy = facts.copies.get(leaf.secret);
  if (users?.isGood === false && copy !== undefined) return kept(leaf, users.pair, copied(pass, leaf, copy));
  if (users === undefined && facts.signer !== undefined) return requested(pass, leaf, facts.signer, facts);
  const isTrusted = facts.consumers.trust[leaf.metBy];
  const { formerAuthorities, consumers } = facts;
  const source =
    users === undefined
      ? await ensureSource(pass, leaf, { authority: facts.authority, formerAuthorities, isTrusted })
      : { pair: users.pair, waits: false };
  const { signerAuthorityPem } = consumers;
  const mount = { leaf, source: source.pair, copy, isTrusted, formerAuthorities, signerAuthorityPem };
  const mounted = await ensureMounted(pass, mount);
  const waits = source.waits || mounted.waits;
  if (waits) pass.remarks.waits.push(waitText(pass, leaf));
  return { leaf, source: source.pair, mounted: mounted.pair, waits };
}

function kept(leaf: Leaf, source: KeyPair, mounted: KeyPair): SettledLeaf {
  return { leaf, source, mounted, waits: false };
}

/** The copy as pods have it. */
export function copied(pass: CertificatePass, leaf: Leaf, copy: Copy): KeyPair {
  const pair = identified(keyPair(pass, leaf.secret, copy), leaf.commonName);
  return withPrevious(pair, [copy.previousAnchors]);
}

function requested(pass: CertificatePass, leaf: Leaf, signer: CertificateSigner, facts: LeafFacts): SettledLeaf {
  const copy = facts.copies.get(leaf.secret);
  if (copy !== undefined && facts.keepsSecrets) {
    const mounted = copied(pass, leaf, copy);
    return { leaf, source: mounted, mounted, waits: false };
  }
  const pair = requestedPair(pass, leaf, signer);
  return kept(leaf, pair, pair);
}

function waitText(pass: CertificatePass, { secret, metBy }: Leaf): string {
  return `The new certificate of Secret ${sourceName(pass, secret)} is used in ${CALICO_SYSTEM} once ${trusting[metBy]} its authority`;
}

const trusting: Readonly<Record<Leaf['metBy'], string>> = {
  typha: 'every pod of calico-typha trusts',
  nodes: 'every pod of calico-node trusts',
  nobody: `ConfigMap ${CALICO_SYSTEM}/${TIGERA_CA_BUNDLE} holds`,
};
