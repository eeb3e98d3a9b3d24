import * as calicoKinds from '../../src/crds/kinds.ts';
import * as builtinKinds from '../../src/k8s/kinds.ts';
import type { ResourceType } from '../../src/k8s/object.ts';

/** Reviews are not stored, requests for certificates are not ours, and what others derive from Services and Pods says nothing new. */
const unrecorded = /Review$|^CertificateSigningRequest$|^EndpointSlice$/;

const ipamBlocks: ResourceType = {
  group: 'crd.projectcalico.org',
  version: 'v1',
  kind: 'IPAMBlock',
  plural: 'ipamblocks',
  namespaced: false,
};

/** Every kind that the operator reads or writes, and the blocks that tell which pools are in use. */
export const recordedKinds: readonly ResourceType[] = [
  ...[...Object.values(builtinKinds), ...Object.values(calicoKinds)].filter(({ kind }) => !unrecorded.test(kind)),
  ipamBlocks,
];
