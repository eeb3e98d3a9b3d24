import * as z from 'zod';
import { setOf, struct } from '../schema.ts';
import type { CalicoKind, CalicoObject } from './calico-kind.ts';

const spec = struct('The addresses.', {
  nets: setOf(z.string(), 'Addresses and ranges, for example `198.51.100.0/24`.'),
});

export type NetworkSetSpec = z.input<typeof spec>;
export type NetworkSet = CalicoObject<'NetworkSet', NetworkSetSpec>;
export type GlobalNetworkSet = CalicoObject<'GlobalNetworkSet', NetworkSetSpec>;

/** The kind NetworkSet, for the generator. */
export const networkSet: CalicoKind = {
  kind: 'NetworkSet',
  plural: 'networksets',
  scope: 'Namespaced',
  description: 'Addresses with labels, by which policies of the namespace select them.',
  spec,
};

/** The kind GlobalNetworkSet, for the generator. */
export const globalNetworkSet: CalicoKind = {
  kind: 'GlobalNetworkSet',
  plural: 'globalnetworksets',
  scope: 'Cluster',
  shortNames: ['gns'],
  description: 'Addresses with labels, by which policies of any namespace select them.',
  spec,
  printerColumns: [{ name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }],
};
