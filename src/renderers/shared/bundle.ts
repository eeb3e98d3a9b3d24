import type { ConfigMap } from '../../crds/generated/core.gen.ts';
import type { CoreCertificates, TrustedCertificate } from '../input.ts';
import { CALICO_SYSTEM, TIGERA_CA_BUNDLE } from './names.ts';
import { BUNDLE_KEY, bundleAnnotations, SYSTEM_ROOTS_KEY } from './tls-mounts.ts';

/** The trusted certificates as files of a ConfigMap; `ca.crt` has the same text for programs that look for that name. */
export function bundleConfigMap(
  certs: Pick<CoreCertificates, 'trusted' | 'systemRoots'>,
  name: string = TIGERA_CA_BUNDLE,
): ConfigMap {
  const text = certs.trusted.map(withHeading).join('');
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: CALICO_SYSTEM, annotations: bundleAnnotations(certs) },
    data: { [BUNDLE_KEY]: text, 'ca.crt': text, [SYSTEM_ROOTS_KEY]: certs.systemRoots },
  };
}

function withHeading({ namespace, name, pem }: TrustedCertificate): string {
  return `# certificate name: ${namespace}/${name}\n${pem}\n\n`;
}
