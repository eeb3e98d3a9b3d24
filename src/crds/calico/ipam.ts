/** What Calico IPAM keeps its accounts in. Only IPAMConfiguration and IPReservation are for users to write. */
import * as z from 'zod';
import { int64, listOf, matching, setOf, stringMap, struct, structWith } from '../schema.ts';
import type { CalicoKind, CalicoObject } from './calico-kind.ts';
import { boolean, cidr, enabledOrDisabled, text } from './fields.ts';

const giveAndTake = {
  autoAllocateBlocks: z
    .boolean()
    .describe('Whether nodes take blocks from pools by themselves. Default in projectcalico.org/v3: true.'),
  strictAffinity: z
    .boolean()
    .describe(
      'Whether a node uses addresses of its own blocks only. Needed by Windows nodes. Default in projectcalico.org/v3: ' +
        'false.',
    ),
};
const kubeVirtVMAddressPersistence = enabledOrDisabled.describe(
  'Whether a virtual machine of KubeVirt keeps its address when it restarts or moves.',
);
const maxBlocksPerHost = (most: number) =>
  z.int().min(0).max(most).describe('Most blocks that a node may take. 0: no limit. Default: 0.');

const configurationSpec = structWith('How addresses are given out.', {
  required: {
    autoAllocateBlocks: giveAndTake.autoAllocateBlocks.meta({ default: true }),
    strictAffinity: giveAndTake.strictAffinity.meta({ default: false }),
  },
  optional: {
    kubeVirtVMAddressPersistence,
    maxBlocksPerHost: maxBlocksPerHost(1_000_000).meta({ default: 0, format: 'int32' }),
  },
});

const storedConfigurationSpec = structWith('How addresses are given out.', {
  required: giveAndTake,
  optional: { kubeVirtVMAddressPersistence, maxBlocksPerHost: maxBlocksPerHost(2_147_483_647) },
});

export type IPAMConfigurationSpec = z.input<typeof configurationSpec>;
export type IPAMConfiguration = CalicoObject<'IPAMConfiguration', IPAMConfigurationSpec>;

/** The kind IPAMConfiguration, for the generator. */
export const ipamConfiguration: CalicoKind = {
  kind: 'IPAMConfiguration',
  plural: 'ipamconfigurations',
  scope: 'Cluster',
  shortNames: ['ipamconfig', 'ipamconfigs'],
  description: 'How Calico IPAM gives out addresses. Only `default` is read.',
  spec: configurationSpec,
  stored: { kind: 'IPAMConfig', plural: 'ipamconfigs', spec: storedConfigurationSpec },
  printerColumns: [
    { name: 'StrictAffinity', type: 'boolean', jsonPath: '.spec.strictAffinity' },
    { name: 'MaxBlocksPerHost', type: 'integer', jsonPath: '.spec.maxBlocksPerHost' },
    { name: 'AutoAllocateBlocks', type: 'boolean', jsonPath: '.spec.autoAllocateBlocks' },
  ],
};

const attributes = struct('Whom addresses belong to.', {
  alternateOwnerAttrs: stringMap('The other owner, while a virtual machine moves.'),
  handle_id: text('Name of the handle by which the addresses are freed.'),
  secondary: stringMap('Namespace, pod and node.'),
});

const blockSpec = (range: z.ZodString, affinity: z.ZodString) =>
  structWith('The block.', {
    required: {
      allocations: listOf(
        z.int().nullable(),
        'For each address the index of its owner in attributes, or null while it is free.',
      ),
      attributes: listOf(attributes, 'Owners of addresses.'),
      cidr: range,
      strictAffinity: boolean('Deprecated. Whether other nodes may not use the block.'),
      unallocated: listOf(z.int(), 'Free addresses by their place in the block, in the order of use.'),
    },
    optional: {
      affinity,
      affinityClaimTime: z.string().meta({ format: 'date-time' }).describe('When the block was taken.'),
      deleted: boolean('Whether the block is being deleted.'),
      sequenceNumber: int64('Counts changes. Default: 0.').meta({ default: 0 }),
      sequenceNumberForAllocation: z
        .record(z.string(), z.int().meta({ format: 'int64' }))
        .describe('The count at which each address was given out.'),
    },
  });

const blockRange = 'Range of the block.';
const blockOwner = 'Node that owns the block, `host:<name>`.';

export type IPAMBlock = CalicoObject<'IPAMBlock', z.input<ReturnType<typeof blockSpec>>>;

/** The kind IPAMBlock, for the generator. */
export const ipamBlock: CalicoKind = {
  kind: 'IPAMBlock',
  plural: 'ipamblocks',
  scope: 'Cluster',
  description: 'A block of addresses and who has them. Written by Calico IPAM; do not edit.',
  spec: blockSpec(cidr(blockRange), matching('^(host|virtual):[a-zA-Z0-9\\.\\-_]+$', blockOwner)),
  stored: { spec: blockSpec(text(blockRange), text(blockOwner)) },
  printerColumns: [
    { name: 'CIDR', type: 'string', jsonPath: '.spec.cidr' },
    { name: 'Affinity', type: 'string', jsonPath: '.spec.affinity' },
    { name: 'ClaimTime', type: 'date', jsonPath: '.spec.affinityClaimTime' },
  ],
};

/** The kind IPAMHandle, for the generator. */
export const ipamHandle: CalicoKind = {
  kind: 'IPAMHandle',
  plural: 'ipamhandles',
  scope: 'Cluster',
  description: 'All addresses of one owner, so that they are freed together. Written by Calico IPAM; do not edit.',
  spec: structWith('The owner.', {
    required: {
      block: z.record(z.string(), z.int()).describe('Number of addresses by block.'),
      handleID: text('Name of the handle.'),
    },
    optional: { deleted: boolean('Whether the handle is being deleted.') },
  }),
  printerColumns: [{ name: 'ID', type: 'string', jsonPath: '.spec.handleID' }],
};

const affinityState = 'How far the node is with taking the block, or giving it back.';
const affinityDeleted = 'Whether the affinity is being deleted.';
const affinityNode = text('Name of the node.');
const affinityType = { type: text('What owns the block: host or virtual.') };

const affinitySpec = structWith('The block and its node.', {
  required: {
    cidr: cidr(blockRange),
    deleted: z.boolean().meta({ default: false }).describe(affinityDeleted),
    node: affinityNode,
    state: z.enum(['', 'confirmed', 'pending', 'pendingDeletion']).describe(affinityState),
  },
  optional: affinityType,
});

const storedAffinitySpec = structWith('The block and its node.', {
  required: {
    cidr: text(blockRange),
    deleted: text(affinityDeleted),
    node: affinityNode,
    state: text(affinityState),
  },
  optional: affinityType,
});

/** The kind BlockAffinity, for the generator. */
export const blockAffinity: CalicoKind = {
  kind: 'BlockAffinity',
  plural: 'blockaffinities',
  scope: 'Cluster',
  shortNames: ['affinity', 'affinities'],
  description: 'A block of addresses and the node that owns it. Written by Calico IPAM; do not edit.',
  spec: affinitySpec,
  stored: { spec: storedAffinitySpec },
  printerColumns: [
    { name: 'CIDR', type: 'string', jsonPath: '.spec.cidr' },
    { name: 'Node', type: 'string', jsonPath: '.spec.node' },
    { name: 'Type', type: 'string', jsonPath: '.spec.type' },
  ],
};

/** The kind IPReservation, for the generator. */
export const ipReservation: CalicoKind = {
  kind: 'IPReservation',
  plural: 'ipreservations',
  scope: 'Cluster',
  description: 'Addresses that Calico IPAM never gives out by itself.',
  spec: struct('The addresses.', {
    reservedCIDRs: setOf(z.string(), 'Addresses and ranges.').meta({ format: 'cidr' }),
  }),
};
