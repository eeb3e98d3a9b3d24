import type { ConfigMap } from '../../crds/generated/core.gen.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import type { KeyPair, TrustedCertificate } from '../../renderers/input.ts';
import { keyOf } from '../../k8s/object.ts';
import { configHash } from '../../renderers/shared/config-hash.ts';
import { CALICO_VERSION } from '../../renderers/shared/images.ts';
import { CALICO_SYSTEM, TIGERA_CA_BUNDLE } from '../../renderers/shared/names.ts';
import { BUNDLE_KEY, hashAnnotation, SYSTEM_ROOTS_KEY } from '../../renderers/shared/tls-mounts.ts';
import type { ReconcileContext } from '../context.ts';
import { leaves } from './leaves.ts';
import { excessOf } from './limits.ts';
import { certificatesIn } from './pem.ts';

/** ConfigMap of the operator's namespace: an authority that signed certificates which the user supplied. */
export const typhaAuthority = 'typha-ca';

/** A certificate and where it stands. */
export type Source = Pick<KeyPair, 'namespace' | 'name' | 'certificatePem' | 'issuedByUs'>;

/** The authority, and what it did not sign. Throws `Degraded('CertificateError')` for a ConfigMap that holds none. */
export function trustedCertificates(
  ctx: ReconcileContext,
  authority: Source,
  pairs: readonly Source[],
): TrustedCertificate[] {
  return sorted([...trustIn([authority, ...pairs]).map(rollsNobody), ...userTyphaAuthority(ctx)]);
}

/** The first, an authority, and of the others what it did not sign. */
export function trustIn([authority, ...pairs]: readonly [Source, ...Source[]]): TrustedCertificate[] {
  return [authority, ...pairs.filter(({ issuedByUs }) => !issuedByUs)].map(withoutChain);
}

/** By namespace and name, as the bundle lists them. */
export function sorted(trusted: readonly TrustedCertificate[]): TrustedCertificate[] {
  return trusted.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : Number(keyOf(a) > keyOf(b))));
}

/** No pod of the cluster meets the certificate for hosts outside of it. */
function rollsNobody(trusted: TrustedCertificate): TrustedCertificate {
  return trusted.name === leaves.typhaNonClusterHost.secret ? { ...trusted, silent: true } : trusted;
}

/** A chain that comes with a certificate helps those who meet it; trusting all of it would trust strangers. */
function withoutChain({ namespace, name, certificatePem }: Source): TrustedCertificate {
  const [first, ...chain] = certificatesIn(certificatePem);
  return first === undefined || chain.length === 0
    ? { namespace, name, pem: certificatePem }
    : { namespace, name, pem: first.pem, hashed: certificatePem };
}

function userTyphaAuthority(ctx: ReconcileContext): TrustedCertificate[] {
  const { namespace } = ctx.settings.operator;
  const configMap = ctx.cluster.operatorConfigMaps.get(`${namespace}/${typhaAuthority}`);
  if (configMap === undefined) return [];
  const pem = configMap.data?.['caBundle'] ?? '';
  const problem = problemOfBundle(pem);
  if (problem === undefined) return [{ namespace: CALICO_SYSTEM, name: typhaAuthority, pem }];
  const text = `ConfigMap ${namespace}/${typhaAuthority} ${problem}; mend it, or delete the ConfigMap`;
  throw new Degraded('CertificateError', text, { retry: 'on-watch' });
}

function problemOfBundle(pem: string): string | undefined {
  if (pem === '') return 'lacks the key caBundle';
  const excess = excessOf('bundle', pem);
  if (excess !== undefined) return `holds in caBundle ${excess}`;
  return certificatesIn(pem).length === 0 ? 'holds no readable certificate in caBundle' : undefined;
}

/** The bundle as pods have it: authorities of before stand there. */
export function bundleText({ cluster }: ReconcileContext): string {
  return cluster.configMaps.get(`${CALICO_SYSTEM}/${TIGERA_CA_BUNDLE}`)?.data?.[BUNDLE_KEY] ?? '';
}

/**
 * Root certificates of the host. Those that a cluster already has stay until Calico's version changes, because another
 * image with other roots would roll every pod (ADR 0003).
 */
export function systemRootsOf({ settings, cluster }: ReconcileContext): string {
  const runs = cluster.installations.get('default')?.status?.calicoVersion;
  const bundle = cluster.configMaps.get(`${CALICO_SYSTEM}/${TIGERA_CA_BUNDLE}`);
  return runs === CALICO_VERSION && bundle !== undefined
    ? (intactRoots(bundle) ?? settings.systemRoots)
    : settings.systemRoots;
}

/** The roots of a bundle; undefined where they are not what the operator that wrote them put there. */
function intactRoots({ metadata, data = {} }: ConfigMap): string | undefined {
  const roots = data[SYSTEM_ROOTS_KEY] ?? '';
  const hash = metadata.annotations?.[hashAnnotation('system')];
  return hash === (roots === '' ? undefined : configHash(roots)) ? roots : undefined;
}
