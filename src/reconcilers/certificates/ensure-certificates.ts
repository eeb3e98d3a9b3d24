import type { Secret } from '../../crds/generated/core.gen.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import { Secret as Secrets } from '../../k8s/kinds.ts';
import type { ResourceType } from '../../k8s/object.ts';
import type { CoreCertificates, KeyPair } from '../../renderers/input.ts';
import { TIGERA_CA_PRIVATE } from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';
import type { IssuedPair } from './issue.ts';
import { describeCertificate, judgePair, type Verdict } from './judge.ts';
import { identified, leaves } from './leaves.ts';
import { pairOf, type SecretPair } from './secret-pair.ts';
import { systemRootsOf, trustedCertificates } from './trust.ts';

type LeafName = keyof typeof leaves;

/**
 * The certificates that the core is rendered from: existing ones where they are good, new ones where not. Nothing is
 * written here; rendering puts them into Secrets. Throws `Degraded('CertificateError')` naming every certificate of a
 * user that cannot be used.
 */
export async function ensureCertificates(ctx: ReconcileContext): Promise<CoreCertificates> {
  const authority = await ensureAuthority(ctx);
  const names = Object.keys(leaves) as LeafName[];
  const settled = await Promise.allSettled(names.map((name) => ensureLeaf(ctx, name, authority)));
  const problems = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  if (problems.length > 0) throw joined(problems);
  const [node, typha, typhaNonClusterHost] = settled.map((each) => (each as PromiseFulfilledResult<KeyPair>).value) as [
    KeyPair,
    KeyPair,
    KeyPair,
  ];
  const trusted = trustedCertificates(ctx, authority, [node, typha]);
  return { authority, node, typha, typhaNonClusterHost, trusted, systemRoots: systemRootsOf(ctx) };
}

/** The Secret of an authority; a live read comes before a new one, because a second authority would break the first. */
async function ensureAuthority(ctx: ReconcileContext): Promise<KeyPair> {
  const { namespace } = ctx.settings.operator;
  const secret =
    ctx.cluster.operatorSecrets.get(`${namespace}/${TIGERA_CA_PRIVATE}`) ??
    (await ctx.client.get(Secrets as ResourceType<Secret>, { namespace, name: TIGERA_CA_PRIVATE }));
  const pair = secret === undefined ? undefined : pairOf(secret);
  if (pair === undefined) {
    ctx.log.info({ secret: `${namespace}/${TIGERA_CA_PRIVATE}` }, 'Making a certificate authority');
    return keyPair(ctx, TIGERA_CA_PRIVATE, {
      ...(await ctx.issuer.authority(ctx.clock.wall())),
      issuedByUs: true,
      otherData: {},
    });
  }
  const verdict = judgePair(pair, { names: [], authorityPem: pair.certificatePem, now: ctx.clock.wall() });
  if (verdict.is === 'good') return keyPair(ctx, TIGERA_CA_PRIVATE, pair);
  throw new Degraded(
    'ResourceCreateError',
    `The certificate authority in Secret ${namespace}/${TIGERA_CA_PRIVATE} cannot be used: ${verdict.because}. Replace its tls.crt and tls.key, or delete the Secret to get a new one`,
  );
}

async function ensureLeaf(ctx: ReconcileContext, leaf: LeafName, authority: KeyPair): Promise<KeyPair> {
  const { secret: name, commonName } = leaves[leaf];
  const { namespace } = ctx.settings.operator;
  const secret = ctx.cluster.operatorSecrets.get(`${namespace}/${name}`);
  const pair = secret === undefined ? undefined : pairOf(secret);
  const now = ctx.clock.wall();
  const verdict = judgeLeaf(secret, pair, { names: [commonName], authorityPem: authority.certificatePem, now });
  if (verdict.is === 'refused') {
    throw new Degraded('CertificateError', `Secret ${namespace}/${name} ${verdict.because}`, { retry: 'on-watch' });
  }
  if (pair !== undefined && verdict.is === 'good') return identified(keyPair(ctx, name, pair), commonName);
  if (verdict.is === 'renew')
    ctx.log.info({ secret: `${namespace}/${name}`, because: verdict.because }, 'Issuing a certificate');
  const issued = await ctx.issuer.leaf([commonName], authority, now);
  const fresh = { ...issued, issuedByUs: true, otherData: pair?.otherData ?? {} };
  return identified(keyPair(ctx, name, fresh), commonName);
}

function judgeLeaf(
  secret: Secret | undefined,
  pair: SecretPair | undefined,
  expected: Parameters<typeof judgePair>[1],
): Verdict {
  if (secret === undefined) return { is: 'renew', because: 'there is none yet' };
  if (pair === undefined)
    return { is: 'refused', because: 'has no tls.crt and tls.key; add them, or delete the Secret' };
  if (!pair.issuedByUs && pair.commonName === undefined && pair.uriSan === undefined) {
    return { is: 'refused', because: 'lacks the key common-name or uri-san, which tells whom to expect' };
  }
  return judgePair(pair, expected);
}

function keyPair(ctx: ReconcileContext, name: string, pair: IssuedPair & Omit<SecretPair, keyof IssuedPair>): KeyPair {
  const description = describeCertificate(pair.certificatePem);
  return { ...pair, name, namespace: ctx.settings.operator.namespace, description };
}

/** One error that says all. */
function joined(problems: readonly unknown[]): unknown {
  const [first] = problems;
  if (problems.length === 1 || !problems.every((problem) => problem instanceof Degraded)) return first;
  const text = problems
    .map(({ message }) => message)
    .toSorted()
    .join('\n');
  return new Degraded('CertificateError', text, { retry: 'on-watch', cause: first });
}
