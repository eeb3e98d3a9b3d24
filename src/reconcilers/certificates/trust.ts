import type { ConfigMap } from '../../crds/generated/core.gen.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import type { KeyPair, TrustedCertificate } from '../../renderers/input.ts';
import { configHash } from '../../renderers/shared/config-hash.ts';
import { CALICO_VERSION } from '../../renderers/shared/images.ts';
import { CALICO_SYSTEM, TIGERA_CA_BUNDLE } from '../../renderers/shared/names.ts';
import { hashAnnotation, SYSTEM_ROOTS_KEY } from '../../renderers/shared/tls-mounts.ts';
import type { ReconcileContext } from '../context.ts';

/** A certificate and where it stands. */
type Source = Pick<KeyPair, 'namespace' | 'name' | 'certificatePem' | 'issuedByUs'>;

/** The authority, and what it did not sign. Throws `Degraded('CertificateError')` for a ConfigMap without its key. */
export function trustedCertificates(
  ctx: ReconcileContext,
  authority: Source,
  pairs: readonly Source[],
): TrustedCertificate[] {
  const users = pairs.filter(({ issuedByUs }) => !issuedByUs);
  const trusted = [authority, ...users].map(({ namespace, name, certificatePem }) => ({
    namespace,
    name,
    pem: certificatePem,
  }));
  return [...trusted, ...userTyphaAuthority(ctx)].toSorted((a, b) =>
    `${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1,
  );
}

/** ConfigMap `typha-ca`: an authority that signed certificates which the user supplied. */
function userTyphaAuthority(ctx: ReconcileContext): TrustedCertificate[] {
  const { namespace } = ctx.settings.operator;
  const configMap = ctx.cluster.operatorConfigMaps.get(`${namespace}/typha-ca`);
  if (configMap === undefined) return [];
  const pem = configMap.data?.['caBundle'] ?? '';
  if (pem !== '') return [{ namespace: 'calico-system', name: 'typha-ca', pem }];
  throw new Degraded(
    'CertificateError',
    `ConfigMap ${namespace}/typha-ca lacks the key caBundle; add it, or delete the ConfigMap`,
    {
      retry: 'on-watch',
    },
  );
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
