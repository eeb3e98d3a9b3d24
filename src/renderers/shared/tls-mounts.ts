import type { Volume, VolumeMount } from '../../crds/generated/core.gen.ts';
import type { CoreCertificates, KeyPair } from '../input.ts';
import { configHash } from './config-hash.ts';
import { TIGERA_CA_BUNDLE } from './names.ts';

/** Keys of the bundle ConfigMap. */
export const BUNDLE_KEY = 'tigera-ca-bundle.crt';
export const SYSTEM_ROOTS_KEY = 'ca-bundle.crt';

/** Where the bundle is mounted. */
export const BUNDLE_DIRECTORY = '/etc/pki/tls/certs';
const ANNOTATION = 'hash.operator.tigera.io';

/** Where a container finds the certificates to trust. */
export const BUNDLE_PATH = `${BUNDLE_DIRECTORY}/${BUNDLE_KEY}`;

type Bundle = Pick<CoreCertificates, 'trusted' | 'systemRoots'>;

/** Key of the annotation that rolls pods when the named piece of configuration changes. */
export function hashAnnotation(name: string): string {
  return `${ANNOTATION}/${name}`;
}

/** Whether an annotation is one by which pods are rolled for configuration or certificates. */
export function isHashAnnotation(key: string): boolean {
  return (key.split('/')[0] ?? '').endsWith(ANNOTATION);
}

/** Those annotations of a workload, or of its template, by which pods are rolled. */
export function hashAnnotations(annotations: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => isHashAnnotation(key)));
}

/** Rolls pods that read a piece of configuration at start only. What is not there, or is empty, has no annotation. */
export function configAnnotation(
  name: string,
  value: string | Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  return value === undefined || value === '' ? {} : { [hashAnnotation(name)]: configHash(value) };
}

/** The core's bundle, or another of this name. */
export function bundleVolume(name: string = TIGERA_CA_BUNDLE): Volume {
  return { name, configMap: { name } };
}

/** The bundle's directory and, where it has system roots, the file that OpenSSL and Go look at first. */
export function bundleMounts({ systemRoots }: Bundle, name: string = TIGERA_CA_BUNDLE): VolumeMount[] {
  const directory: VolumeMount = { name, mountPath: BUNDLE_DIRECTORY, readOnly: true };
  if (systemRoots === '') return [directory];
  const file = { ...directory, mountPath: '/etc/pki/tls/cert.pem', subPath: SYSTEM_ROOTS_KEY };
  return [directory, file];
}

/** One annotation for each certificate of the bundle and one for the system roots: a new CA rolls the pods. */
export function bundleAnnotations({ trusted, systemRoots }: Bundle): Record<string, string> {
  const certificates = trusted
    .filter(({ silent }) => silent !== true)
    .map(({ namespace, name, pem, hashed = pem }) => [sourceAnnotation(namespace, name), configHash(hashed)]);
  const roots = systemRoots === '' ? [] : [[hashAnnotation('system'), configHash(systemRoots)]];
  return Object.fromEntries([...certificates, ...roots]) as Record<string, string>;
}

/** Directory of a mounted key pair; it holds `tls.crt` and `tls.key`. */
export function keyPairDirectory({ name }: Pick<KeyPair, 'name'>): string {
  return `/${name}`;
}

/** The Secret; with a signer, memory that an init container writes the pair to. */
export function keyPairVolume({ name, signer }: Pick<KeyPair, 'name' | 'signer'>): Volume {
  return signer === undefined
    ? { name, secret: { secretName: name, defaultMode: 0o644 } }
    : { name, emptyDir: { medium: 'Memory' } };
}

export function keyPairMount(keyPair: Pick<KeyPair, 'name'>): VolumeMount {
  return { name: keyPair.name, mountPath: keyPairDirectory(keyPair), readOnly: true };
}

/**
 * Rolls the pods that serve with this key pair. The hash is applied twice, unlike the bundle's, and it is empty with a
 * signer: existing clusters carry it so.
 */
export function keyPairAnnotation({ namespace, name, certificatePem, signer }: HashedPair): Record<string, string> {
  return { [sourceAnnotation(namespace, name)]: signer === undefined ? configHash(configHash(certificatePem)) : '' };
}

type HashedPair = Pick<KeyPair, 'namespace' | 'name' | 'certificatePem' | 'signer'>;

function sourceAnnotation(namespace: string, name: string): string {
  return `${namespace}.${ANNOTATION}/${name}`;
}
