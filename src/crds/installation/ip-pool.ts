import * as z from 'zod';
import { int32, listOf, structWith } from '../schema.ts';

/** How packets between nodes are wrapped. */
export const encapsulation = z.enum(['IPIPCrossSubnet', 'IPIP', 'VXLAN', 'VXLANCrossSubnet', 'None']);

/** One entry of `spec.calicoNetwork.ipPools`. Limits: docs/ip-pools.md. */
export const ipPoolEntry = structWith('A range of addresses that pods, tunnels or load balancers get addresses from.', {
  required: {
    cidr: z
      .string()
      .describe(
        'Range of the pool, such as `192.168.0.0/16` or `fd00:10:244::/56`. It cannot change later: add a second ' +
          'pool, set `disableNewAllocations` on this one and remove it when its addresses are gone.',
      ),
  },
  optional: {
    name: z
      .string()
      .describe(
        'Name of the IPPool. Default: the name of the existing pool with this range, `default-ipv4-ippool` or ' +
          '`default-ipv6-ippool` where a family has one pool only, else made from the range (`10.0.0.0-16`).',
      ),
    encapsulation: encapsulation.describe(
      'How packets between nodes are wrapped. `None` needs a network that routes pod addresses, usually by BGP; ' +
        '`IPIP` needs BGP and is IPv4-only; `VXLAN` works anywhere; the `CrossSubnet` kinds wrap only what leaves the ' +
        "node's subnet. Default: `IPIP` for IPv4 with the Calico CNI, else `None`.",
    ),
    natOutgoing: z
      .enum(['Enabled', 'Disabled'])
      .describe(
        'Whether packets that leave the cluster carry the address of their node. Default: Enabled for IPv4, ' +
          'Disabled for IPv6.',
      ),
    nodeSelector: z
      .string()
      .describe('Which nodes may use the pool, as a Calico selector, for example `zone == "west"`. Default: `all()`.'),
    blockSize: int32(
      'Prefix length of the blocks that nodes take from the pool: 26 gives 64 addresses at a time. IPv4: 20 to 32, ' +
        'default 26. IPv6: 116 to 128, default 122. It cannot change later.',
    ),
    disableBGPExport: z
      .boolean()
      .meta({ default: false })
      .describe('Whether routes to the pool are kept from BGP peers. Default: false.'),
    disableNewAllocations: z
      .boolean()
      .describe('Whether the pool gives out no new addresses. Those in use keep working. Default: false.'),
    allowedUses: listOf(
      z.string(),
      'What addresses are given out for: `Workload`, `Tunnel`, or `LoadBalancer` alone. Default: Workload and Tunnel.',
    ),
    assignmentMode: z
      .string()
      .describe(
        '`Automatic`: any pod may get an address of the pool. `Manual`: only pods that ask for the pool by annotation. ' +
          'Default: Automatic.',
      ),
  },
});

/** One entry of `spec.calicoNetwork.ipPools`, as the user wrote it. */
export type IpPoolEntry = z.input<typeof ipPoolEntry>;

/** An entry with all defaults: what an IPPool is made from. */
export type SettledIpPool = { [F in keyof IpPoolEntry]-?: NonNullable<IpPoolEntry[F]> };
