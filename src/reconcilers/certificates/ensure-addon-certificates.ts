import type { DaemonSet, Deployment, Secret } from '../../crds/generated/core.gen.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import type { AddonCertificates, KeyPair, TrustedCertificate } from '../../renderers/input.ts';
import { CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import { bundleAnnotations } from '../../renderers/shared/tls-mounts.ts';
import type { ReconcileContext } from '../context.ts';
import {
  beginPass,
  keyPair,
  sourceName,
  sourceSecret,
  type CertificateInput,
  type CertificatePass,
} from './certificate-pass.ts';
import { hasStartedWith } from './consumers.ts';
import { loadCopies } from './copies.ts';
import { ensurePairs, requireAuthority, type ServingLeaf } from './ensure-serving.ts';
import { withPrevious } from './mounted.ts';
import type { Remarks } from './remarks.ts';
import { retiringCertificates } from './retire.ts';
import { isOwned, isUsers } from './secret-pair.ts';
import { loadSigner, signerAuthority } from './signer.ts';
import { bundleText, sorted, trustIn } from './trust.ts';
import { usersCertificates } from './users-pairs.ts';

/** Who an add-on is, and with whom it talks. */
export interface Acquaintance {
  readonly leaf: ServingLeaf;
  /** Secrets of the operator's namespace with the certificates of others that it meets. */
  readonly meets: readonly string[];
  /** Workloads of calico-system that meet it: before they trust a new authority, that signs nothing for it. */
  readonly metBy: readonly string[];
}

/** The certificates, and what there is to say about them. */
export interface EnsuredAddonCertificates {
  readonly certs: AddonCertificates;
  readonly remarks: Remarks;
}

/**
 * The pair of an add-on and the bundle of what it trusts: the authority, what users supplied to those whom it meets, and by
 * what these were known until lately. Throws `Degraded` as `ensureServing` does.
 */
export async function ensureAddonCertificates(
  ctx: ReconcileContext,
  input: CertificateInput,
  { leaf, meets, metBy }: Acquaintance,
): Promise<EnsuredAddonCertificates> {
  const pass = beginPass(ctx, input);
  const signer = loadSigner(pass, input.spec);
  const authority = signer === undefined ? requireAuthority(pass) : signerAuthority(pass, signer);
  const copies = await loadCopies(ctx, meets);
  requireRightPlace(pass, leaf.secret);
  const isTrusted = haveStartedWith(ctx, metBy, trustIn([authority]));
  const { pairs, unused } = await ensurePairs(pass, signer, [{ ...leaf, isTrusted }]);
  const trusted = trustIn([authority, ...usersCertificates(pass, meets)]);
  const met = [...copies].map(([name, copy]) => withPrevious(keyPair(pass, name, copy), [copy.previousAnchors]));
  const retiring = retiringCertificates(met, trusted, bundleText(ctx) + authority.certificatePem);
  const [pair] = pairs as [KeyPair];
  return { certs: { pair, trusted: sorted([...trusted, ...retiring]), unused }, remarks: pass.remarks };
}

/** Whether no pod of these workloads is left that does not trust all this. What does not run holds nobody up. */
function haveStartedWith(
  { cluster }: ReconcileContext,
  workloads: readonly string[],
  trusted: readonly TrustedCertificate[],
): boolean {
  const wanted = bundleAnnotations({ trusted, systemRoots: '' });
  return workloads.every((name) => {
    const key = `${CALICO_SYSTEM}/${name}`;
    const live: DaemonSet | Deployment | undefined = cluster.daemonSets.get(key) ?? cluster.deployments.get(key);
    return live === undefined || hasStartedWith(live, wanted);
  });
}

/** The Go operator looks for some pairs of users in calico-system, where pods have their copies. Nothing of a user's is written over. */
function requireRightPlace(pass: CertificatePass, name: string): void {
  const { secrets } = pass.ctx.cluster;
  if (!secrets.watched) return;
  const secret = secrets.watch().get(`${CALICO_SYSTEM}/${name}`) as Secret | undefined;
  if (secret === undefined || sourceSecret(pass, name) !== undefined || isOwned(secret) || !isUsers(secret)) return;
  const text = `Secret ${CALICO_SYSTEM}/${name} is yours, and pods mount a copy by that name; move it to ${sourceName(pass, name)}`;
  throw new Degraded('CertificateError', text, { retry: 'on-watch' });
}
