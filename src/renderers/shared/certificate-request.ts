import type { ClusterRoleBinding, Container, EnvVar, PodSpec, SecurityContext } from '../../crds/generated/core.gen.ts';
import type { ObjectRef } from '../../k8s/object.ts';
import type { CertificateSigner, KeyPair } from '../input.ts';
import { env, envFromField, envOrEmpty } from './env.ts';
import type { ImageReferences } from './images.ts';
import { CALICO_SYSTEM } from './names.ts';
import { clusterRoleBinding, serviceAccountSubject } from './rbac.ts';
import { refTo } from './refs.ts';
import { mount } from './workloads.ts';

const DIRECTORY = '/certs-share';

/** Ending of the init container's name; the Secret's name comes before it. */
export const REQUEST_CONTAINER = '-key-cert-provisioner';
/** Variable of that container with the authority of the signer, in URL-safe base64. */
export const REQUEST_AUTHORITY = 'CA_CERT';

/**
 * The init container that makes a key, asks the signer for a certificate and waits for it; none where the pair is in a
 * Secret. It works as the container that it works for (https://docs.tigera.io/calico/latest/operations/certificate-management).
 */
export function certificateRequest(
  { name, signer, description }: Pick<KeyPair, 'name' | 'signer' | 'description'>,
  images: Pick<ImageReferences, 'key-cert-provisioner'>,
  securityContext: SecurityContext,
): Container[] {
  if (signer === undefined) return [];
  const resources = { cpu: '10m', memory: '50Mi' };
  return [
    {
      name: `${name}${REQUEST_CONTAINER}`,
      image: images['key-cert-provisioner'],
      resources: { limits: resources, requests: resources },
      securityContext,
      env: requestEnv(name, signer, description.dnsNames),
      volumeMounts: [mount(name, DIRECTORY)],
    },
  ];
}

function requestEnv(secret: string, signer: CertificateSigner, dnsNames: readonly string[]): EnvVar[] {
  return [
    env('CERTIFICATE_PATH', `${DIRECTORY}/`),
    env('SECRET_NAME', secret),
    env('SIGNER', signer.name),
    env('COMMON_NAME', dnsNames[0] ?? ''),
    envOrEmpty('KEY_ALGORITHM', signer.keyAlgorithm),
    envOrEmpty('SIGNATURE_ALGORITHM', signer.signatureAlgorithm),
    env('KEY_NAME', 'tls.key'),
    env('CERT_NAME', 'tls.crt'),
    env('CA_CERT_NAME', 'ca.crt'),
    env(REQUEST_AUTHORITY, urlSafeBase64(signer.authorityPem)),
    env('APP_NAME', CALICO_SYSTEM),
    env('DNS_NAMES', dnsNames.join(',')),
    envFromField('POD_IP', 'status.podIP'),
    envFromField('POD_NAME', 'metadata.name'),
    envFromField('POD_NAMESPACE', 'metadata.namespace'),
  ];
}

function urlSafeBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/** The same as the field of a pod, which has none rather than an empty list. */
export function onlyCertificateRequest(
  ...request: Parameters<typeof certificateRequest>
): Pick<PodSpec, 'initContainers'> {
  const initContainers = certificateRequest(...request);
  return initContainers.length === 0 ? {} : { initContainers };
}

/** Role that allows to ask a signer, and to clean up after oneself. */
export const CSR_CREATOR = 'tigera-csr-creator';

/** Lets the pods of an account ask a signer. */
export function requestBinding(account: string): ClusterRoleBinding {
  return clusterRoleBinding(bindingName(account), CSR_CREATOR, [serviceAccountSubject(account)]);
}

/** That binding by name. */
export function requestBindingRef(account: string): ObjectRef {
  return refTo.clusterRoleBinding(bindingName(account));
}

function bindingName(account: string): string {
  return `${account}:csr-creator`;
}
