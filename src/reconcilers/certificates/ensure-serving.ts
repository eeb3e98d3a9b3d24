import type { Secret } from '../../crds/generated/core.gen.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import type { ObjectRef } from '../../k8s/object.ts';
import type { CertificateSigner, KeyPair } from '../../renderers/input.ts';
import { CALICO_SYSTEM, TIGERA_CA_PRIVATE } from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';
import {
  beginPass,
  keyPair,
  sourceName,
  sourceSecret,
  type CertificateInput,
  type CertificatePass,
} from './certificate-pass.ts';
import { ensureSource } from './ensure-source.ts';
import { judgePair } from './judge.ts';
import { namesOf, type NamedLeaf } from './leaves.ts';
import { readCertificate } from './pem.ts';
import type { Remarks } from './remarks.ts';
import { isOurs, secretRef } from './retire.ts';
import { isUsers, pairOf } from './secret-pair.ts';
import { loadSigner, requestedPair } from './signer.ts';
import { tellPair } from './tell-ends.ts';
import { bundleText } from './trust.ts';

/** A pair of a server, or of a client where nobody calls it. */
export interface ServingLeaf extends NamedLeaf {
  /** The name by which it is called; a user's certificate must have it. */
  readonly calledBy?: string;
  /** False while some who meet it do not trust a new authority yet, which then signs nothing (ADR 0012). Default: true. */
  readonly isTrusted?: boolean;
  /** Set while nothing serves with it: a user's pair then need not be good. */
  readonly idle?: true;
}

/** The pairs in the order in which they were asked for, and what there is to say about them. */
export interface ServingPairs {
  readonly pairs: readonly KeyPair[];
  /** Secrets that pods no longer need where they ask a signer. */
  readonly unused: readonly ObjectRef[];
  readonly remarks: Remarks;
}

/**
 * The pairs of servers that the API server calls: a user's, one that pods ask a signer for, or ours, renewed in time.
 * Whoever calls is told by configuration what to trust, so nothing waits for a rollout. The authority is the core's; throws
 * `Degraded`: a wait while there is none, and `CertificateError` naming every certificate that cannot be used.
 */
export async function ensureServing(
  ctx: ReconcileContext,
  input: CertificateInput,
  leaves: readonly ServingLeaf[],
): Promise<ServingPairs> {
  const pass = beginPass(ctx, input);
  return { ...(await ensurePairs(pass, loadSigner(pass, input.spec), leaves)), remarks: pass.remarks };
}

/** The same within a pass over certificates, with the signer that pods ask, if any. */
export async function ensurePairs(
  pass: CertificatePass,
  signer: CertificateSigner | undefined,
  leaves: readonly ServingLeaf[],
): Promise<Omit<ServingPairs, 'remarks'>> {
  const problems = leaves.flatMap((leaf) => problemOf(pass, leaf) ?? []);
  if (problems.length > 0)
    throw new Degraded('CertificateError', problems.toSorted().join('\n'), { retry: 'on-watch' });
  const pairs = await Promise.all(
    leaves.map(async (leaf) => {
      if (signer === undefined) return suppliedPair(pass, leaf) ?? issuedPair(pass, leaf);
      return suppliedPair(pass, leaf) ?? requestedPair(pass, leaf, signer);
    }),
  );
  return { pairs, unused: unusedSecrets(pass, pairs) };
}

function usersSecret(pass: CertificatePass, { secret: name }: NamedLeaf): Secret | undefined {
  const secret = sourceSecret(pass, name);
  return secret !== undefined && isUsers(secret) ? secret : undefined;
}

function suppliedPair(pass: CertificatePass, leaf: ServingLeaf): KeyPair | undefined {
  const secret = usersSecret(pass, leaf);
  const found = secret && pairOf(secret);
  if (found === undefined) return undefined;
  const pair = keyPair(pass, leaf.secret, found);
  tellPair(pass, pair);
  return pair;
}

/** What is wrong with the pair that a user supplies. */
function problemOf(pass: CertificatePass, leaf: ServingLeaf): string | undefined {
  const secret = usersSecret(pass, leaf);
  if (secret === undefined) return undefined;
  const where = `Secret ${sourceName(pass, leaf.secret)}`;
  const pair = pairOf(secret);
  if (pair === undefined) return `${where} has no tls.crt and tls.key; add them, or delete the Secret`;
  if (leaf.idle === true) return undefined;
  const verdict = judgePair(pair, { names: [], authorityPem: '', now: pass.now });
  if (verdict.is !== 'good') return `${where} ${verdict.because}`;
  if (leaf.calledBy === undefined || isFor(pair.certificatePem, leaf.calledBy)) return undefined;
  return `${where} holds a certificate without the name ${leaf.calledBy}, by which it is called; supply one for ${namesOf(leaf).join(', ')}`;
}

function isFor(certificatePem: string, name: string): boolean {
  return readCertificate(certificatePem)?.checkHost(name, byDnsName) !== undefined;
}

/** Go programs, the API server one of them, do not look at the common name. */
const byDnsName = { subject: 'never' } as const;

async function issuedPair(pass: CertificatePass, leaf: ServingLeaf): Promise<KeyPair> {
  const authority = requireAuthority(pass);
  const formerAuthorities = bundleText(pass.ctx) + authority.certificatePem;
  const { isTrusted = true } = leaf;
  const { pair, waits } = await ensureSource(pass, leaf, { authority, formerAuthorities, isTrusted });
  if (waits) pass.remarks.waits.push(waitText(pass, leaf));
  return pair;
}

function waitText(pass: CertificatePass, { secret }: NamedLeaf): string {
  return `A new certificate for Secret ${sourceName(pass, secret)} is issued once all who meet it trust its authority`;
}

/** The core makes it; two who make one each would break what the other signs. */
export function requireAuthority(pass: CertificatePass): KeyPair {
  const secret = sourceSecret(pass, TIGERA_CA_PRIVATE);
  const pair = secret && pairOf(secret);
  if (pair !== undefined) return keyPair(pass, TIGERA_CA_PRIVATE, pair);
  const text = `waiting for the certificate authority in Secret ${sourceName(pass, TIGERA_CA_PRIVATE)}; "kubectl get tigerastatus calico" tells what stops the operator from making it`;
  throw new Degraded('ResourceNotReady', text, { retry: 'on-watch' });
}

function unusedSecrets(pass: CertificatePass, pairs: readonly KeyPair[]): ObjectRef[] {
  const names = pairs.filter(({ signer }) => signer !== undefined).map(({ name }) => name);
  return names.flatMap((name) => [
    ...(isOurs(pass, name) ? [secretRef(pass.ctx.settings.operator.namespace, name)] : []),
    secretRef(CALICO_SYSTEM, name),
  ]);
}
