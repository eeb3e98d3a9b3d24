import type { ObjectRef } from '../../k8s/object.ts';
import type { KeyPair, TrustedCertificate } from '../../renderers/input.ts';
import { CALICO_SYSTEM, TIGERA_CA_PRIVATE } from '../../renderers/shared/names.ts';
import { sourceSecret, type CertificatePass } from './certificate-pass.ts';
import { anchorOf, isSettled, withPrevious } from './mounted.ts';
import { certificatesIn } from './pem.ts';
import { leaves } from './leaves.ts';
import { isUsers } from './secret-pair.ts';
import { copied, type LeafFacts, type SettledLeaf } from './settle-leaf.ts';

/** Drops what was trusted beside the pairs once every pod has rolled and none can have older files. */
export function retire(pass: CertificatePass, settled: readonly SettledLeaf[], facts: LeafFacts): SettledLeaf[] {
  const { consumers, copies } = facts;
  const rolled =
    consumers.trust.nodes &&
    consumers.trust.typha &&
    settled.every(({ leaf, mounted }) => leaf.metBy !== 'nodes' || consumers.serves(mounted));
  return settled.map((each) => {
    const copy = copies.get(each.leaf.secret);
    const isOver = rolled && !each.waits && isCurrent(each, facts) && isSettled(copy, pass.now);
    return isOver ? { ...each, mounted: withPrevious(each.mounted, []) } : each;
  });
}

/** Whether the copy already is what is to be mounted. */
function isCurrent({ leaf, mounted }: SettledLeaf, { copies }: LeafFacts): boolean {
  return copies.get(leaf.secret)?.certificatePem === mounted.certificatePem;
}

/** The pairs in Secrets that pods have: mounted ones, and those of before while pods change over to a signer. */
export function pairsInUse(pass: CertificatePass, mounted: readonly KeyPair[], { copies }: LeafFacts): KeyPair[] {
  return mounted.flatMap((pair) => {
    if (pair.signer === undefined) return [pair];
    const [leaf, copy] = [Object.values(leaves).find(({ secret }) => secret === pair.name), copies.get(pair.name)];
    return leaf === undefined || copy === undefined ? [] : [copied(pass, leaf, copy)];
  });
}

/**
 * What the bundle holds beyond what is wanted: what pairs in use are known by, now or until lately. Pods read it whenever
 * it changes, and do not roll for it.
 */
export function retiringCertificates(
  inUse: readonly KeyPair[],
  wanted: readonly TrustedCertificate[],
  formerAuthorities: string,
): TrustedCertificate[] {
  const known = new Set(wanted.flatMap(({ pem }) => certificatesIn(pem).map((each) => each.pem)));
  const retiring = new Map<string, TrustedCertificate>();
  for (const pair of inUse) {
    const { namespace } = pair;
    const name = `${pair.issuedByUs ? TIGERA_CA_PRIVATE : pair.name}.previous`;
    for (const pem of [anchorOf(pair, formerAuthorities), ...(pair.previousAnchors ?? [])]) {
      if (pem !== undefined && !known.has(pem)) retiring.set(pem, { namespace, name, pem, silent: true });
    }
  }
  return [...retiring.values()];
}

/** Secrets of ours that no pod mounts any more, since all of them ask a signer. The authority stays, for the way back. */
export function unusedSecrets(
  pass: CertificatePass,
  mounted: readonly KeyPair[],
  { consumers, copies }: LeafFacts,
): ObjectRef[] {
  if (consumers.requests !== 'all') return [];
  const names = mounted.filter(({ signer }) => signer !== undefined).map(({ name }) => name);
  const sources = names
    .filter((name) => isOurs(pass, name))
    .map((name) => secretRef(pass.ctx.settings.operator.namespace, name));
  return [...sources, ...names.filter((name) => copies.has(name)).map((name) => secretRef(CALICO_SYSTEM, name))];
}

/** Whether a Secret of the operator's namespace is there and ours. */
export function isOurs(pass: CertificatePass, name: string): boolean {
  const secret = sourceSecret(pass, name);
  return secret !== undefined && !isUsers(secret);
}

export function secretRef(namespace: string, name: string): ObjectRef {
  return { apiVersion: 'v1', kind: 'Secret', namespace, name };
}
