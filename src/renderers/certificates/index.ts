import type { ClusterRole, ClusterRoleBinding } from '../../crds/generated/core.gen.ts';
import type { Component } from '../component.ts';
import type { CoreInput, KeyPair } from '../input.ts';
import { CALICO_KUBE_CONTROLLERS, CALICO_NODE, CALICO_SYSTEM, CALICO_TYPHA } from '../shared/names.ts';
import { bundleConfigMap } from '../shared/bundle.ts';
import { CSR_CREATOR, requestBinding, requestBindingRef } from '../shared/certificate-request.ts';
import { clusterRole, rule } from '../shared/rbac.ts';
import { refTo } from '../shared/refs.ts';
import { keyPairSecret } from '../shared/key-pair-secrets.ts';

/** Accounts that may ask for certificates. The third has no use for it; the Go operator gives it to all of the core. */
const requesters = [CALICO_NODE, CALICO_TYPHA, CALICO_KUBE_CONTROLLERS] as const;

/**
 * The certificate authority, the key pairs of calico-node and Typha, and the bundle of certificates that they trust.
 * Secrets of a user are only copied to calico-system: the originals stay exactly as they were made. What pods get from a
 * signer is in no Secret; for that they may make CertificateSigningRequests.
 */
export const certificates: Component<Pick<CoreInput, 'spec' | 'certs'>> = {
  name: 'certificates',
  images: [],
  render: ({ spec, certs }) => {
    const mounted = [certs.node, certs.typha, certs.typhaNonClusterHost].filter(isInSecret);
    const sources = [certs.authority, ...mounted].map((mount) => sourceOf(mount, certs));
    const requests = spec.certificateManagement !== undefined;
    return {
      present: [
        ...sources.filter(isOurs).map((keyPair) => keyPairSecret(keyPair, keyPair.namespace)),
        ...mounted.map((keyPair) => keyPairSecret(keyPair, CALICO_SYSTEM)),
        bundleConfigMap(certs),
        ...(requests ? requestRbac() : []),
      ],
      absent: [...(requests ? [] : requestRefs), ...(certs.unused ?? [])],
    };
  },
};

function isInSecret({ signer }: KeyPair): boolean {
  return signer === undefined;
}

function isOurs({ issuedByUs }: KeyPair): boolean {
  return issuedByUs;
}

/** What stands in the operator's namespace; what is trusted beside a mounted pair is told by the copy alone. */
function sourceOf(pair: KeyPair, { ahead = [] }: CoreInput['certs']): KeyPair {
  const { previousAnchors: _, ...mounted } = pair;
  return ahead.find(({ name }) => name === mounted.name) ?? mounted;
}

/** Permission to ask a signer, and to clean up after oneself. */
function requestRbac(): (ClusterRole | ClusterRoleBinding)[] {
  const role = clusterRole(CSR_CREATOR, [
    rule(['certificates.k8s.io'], ['certificatesigningrequests'], ['create', 'watch', 'delete']),
  ]);
  return [role, ...requesters.map(requestBinding)];
}

const requestRefs = [...requesters.map(requestBindingRef), refTo.clusterRole(CSR_CREATOR)];
