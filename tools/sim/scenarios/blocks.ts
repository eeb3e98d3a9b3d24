import type { IpamBlock } from '../../../src/crds/kinds.ts';

/** A block of addresses, one of which a pod on the first node has. */
export function blockInUse(cidr: string): IpamBlock {
  return {
    apiVersion: 'projectcalico.org/v3',
    kind: 'IPAMBlock',
    metadata: { name: cidr.replaceAll(/[.:/]+/g, '-') },
    spec: {
      cidr,
      affinity: 'host:node-0',
      strictAffinity: false,
      allocations: [0, null],
      unallocated: [1],
      attributes: [{ handle_id: 'pod', secondary: { node: 'node-0' } }],
    },
  };
}
