import type { Component } from '../component.ts';
import type { CoreInput } from '../input.ts';
import { CALICO_SYSTEM } from '../shared/names.ts';
import { bundleConfigMap } from './bundle.ts';
import { keyPairSecret } from './secrets.ts';

/**
 * The certificate authority, the key pairs of calico-node and Typha, and the bundle of certificates that they trust.
 * Secrets of a user are only copied to calico-system: the originals stay exactly as they were made.
 *
 * With `certificateManagement` pods get their certificates through signing requests and none of these Secrets exists;
 * that case starts here, and in the init containers of `node` and `typha`.
 */
export const certificates: Component<Pick<CoreInput, 'certs'>> = {
  name: 'certificates',
  images: [],
  render: ({ certs }) => {
    const leaves = [certs.node, certs.typha, certs.typhaNonClusterHost];
    const issued = [certs.authority, ...leaves].filter(({ issuedByUs }) => issuedByUs);
    return {
      present: [
        ...issued.map((keyPair) => keyPairSecret(keyPair, keyPair.namespace)),
        ...leaves.map((keyPair) => keyPairSecret(keyPair, CALICO_SYSTEM)),
        bundleConfigMap(certs),
      ],
      absent: [],
    };
  },
};
