import type { CertificateSigner, CoreCertificates, TrustedCertificate } from '../../renderers/input.ts';
import { GOLDMANE_PAIR } from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';
import { beginPass, type CertificateInput, type CertificatePass } from './certificate-pass.ts';
import { observeConsumers } from './consumers.ts';
import { loadCopies } from './copies.ts';
import { ensureAuthority } from './ensure-authority.ts';
import { leaves, type Leaf } from './leaves.ts';
import type { Remarks } from './remarks.ts';
import { pairsInUse, retire, retiringCertificates, unusedSecrets } from './retire.ts';
import { settleLeaf, type LeafFacts, type SettledLeaf } from './settle-leaf.ts';
import { loadSigner, signerAuthority, signerEntries } from './signer.ts';
import { tellEnds } from './tell-ends.ts';
import { bundleText, sorted, systemRootsOf, trustedCertificates, type Source } from './trust.ts';
import { loadUsersPairs, usersCertificates } from './users-pairs.ts';

/** The certificates, and what there is to say about them. */
export interface EnsuredCertificates {
  readonly certs: CoreCertificates;
  readonly remarks: Remarks;
}

const allLeaves: readonly Leaf[] = [leaves.typha, leaves.node, leaves.typhaNonClusterHost];

/**
 * The certificates that the core is rendered from: existing ones where they are good, new ones where not, each served only
 * once all who meet it trust it (docs/adr/0012-certificate-rotation.md). What is replaced is stored here; everything else
 * by rendering. Throws `Degraded('CertificateError')` naming every certificate that cannot be used.
 */
export async function ensureCertificates(ctx: ReconcileContext, input: CertificateInput): Promise<EnsuredCertificates> {
  const pass = beginPass(ctx, input);
  const signer = loadSigner(pass, input.spec);
  const authority = signer === undefined ? await ensureAuthority(pass) : signerAuthority(pass, signer);
  const names = allLeaves.map(({ secret }) => secret);
  const copies = await loadCopies(ctx, names);
  const users = loadUsersPairs(pass, copies);
  const bundle = { trusted: wantedTrust(pass, { authority, signer, users }), systemRoots: systemRootsOf(ctx) };
  const consumers = observeConsumers(ctx, bundle);
  const facts: LeafFacts = {
    authority,
    signer,
    keepsSecrets: consumers.requests === 'none' && !(consumers.trust.nodes && consumers.trust.typha),
    users,
    copies,
    consumers,
    formerAuthorities: bundleText(ctx) + authority.certificatePem,
  };
  const settled = await Promise.all(allLeaves.map((leaf) => settleLeaf(pass, leaf, facts)));
  tellEnds(pass, { authority, users, trusted: bundle.trusted });
  return { certs: assembled(pass, settled, facts, bundle), remarks: pass.remarks };
}

interface Trust extends Pick<LeafFacts, 'authority' | 'users'> {
  readonly signer: CertificateSigner | undefined;
}

/** What pods are to trust, and are rolled by. */
function wantedTrust(pass: CertificatePass, { authority, signer, users }: Trust): TrustedCertificate[] {
  const supplied = [...[...users.values()].flatMap(({ inUse }) => inUse ?? []), ...goldmanes(pass)];
  const trusted = trustedCertificates(pass.ctx, authority, supplied);
  if (signer === undefined) return trusted;
  const requested = allLeaves.filter(({ secret }) => !users.has(secret));
  return sorted([...trusted, ...signerEntries(pass, requested, signer)]);
}

/** calico-node sends flow logs to Goldmane, whose certificate may be a user's, too. */
function goldmanes(pass: CertificatePass): Source[] {
  return pass.ctx.cluster.goldmanes.get('default') === undefined ? [] : usersCertificates(pass, [GOLDMANE_PAIR]);
}

function assembled(
  pass: CertificatePass,
  settled: readonly SettledLeaf[],
  facts: LeafFacts,
  { trusted, systemRoots }: Pick<CoreCertificates, 'trusted' | 'systemRoots'>,
): CoreCertificates {
  const [typha, node, typhaNonClusterHost] = retire(pass, settled, facts) as [SettledLeaf, SettledLeaf, SettledLeaf];
  const mounted = [typha, node, typhaNonClusterHost].map((each) => each.mounted);
  const ahead = settled.flatMap(({ source, mounted: { certificatePem } }) =>
    source.certificatePem === certificatePem ? [] : [source],
  );
  const { typhaHashes } = facts.consumers;
  const unused = unusedSecrets(pass, mounted, facts);
  return {
    authority: facts.authority,
    node: node.mounted,
    typha: typha.mounted,
    typhaNonClusterHost: typhaNonClusterHost.mounted,
    trusted: sorted([
      ...trusted,
      ...retiringCertificates(pairsInUse(pass, mounted, facts), trusted, facts.formerAuthorities),
    ]),
    systemRoots,
    ...(ahead.length === 0 ? {} : { ahead }),
    ...(typha.waits && typhaHashes !== undefined ? { typhaHashes } : {}),
    ...(unused.length === 0 ? {} : { unused }),
  };
}
