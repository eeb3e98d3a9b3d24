import type * as z from 'zod';
import { struct } from '../schema.ts';
import type { CalicoKind, CalicoSettings } from './calico-kind.ts';
import { boolean, text } from './fields.ts';

const spec = struct('The facts.', {
  calicoVersion: text('Version of Calico that wrote this last.'),
  clusterGUID: text('A random number that tells this cluster from others.'),
  clusterType: text('What kind of cluster this is, words with commas between: `k8s,bgp,operator`.'),
  datastoreReady: boolean('Whether Calico may work. calicoctl sets false to stop everything while data is moved.'),
  variant: text('Product that is installed.'),
});

export type ClusterInformationSpec = z.input<typeof spec>;
export type ClusterInformation = CalicoSettings<'ClusterInformation', ClusterInformationSpec>;

/** The kind ClusterInformation, for the generator. */
export const clusterInformation: CalicoKind = {
  kind: 'ClusterInformation',
  plural: 'clusterinformations',
  scope: 'Cluster',
  shortNames: ['clusterinfo', 'clusterinfos'],
  description: 'Facts about the cluster that Calico writes. One object, named `default`.',
  spec,
  printerColumns: [
    { name: 'Version', type: 'string', jsonPath: '.spec.calicoVersion' },
    { name: 'Ready', type: 'boolean', jsonPath: '.spec.datastoreReady' },
    { name: 'Types', type: 'string', jsonPath: '.spec.clusterType' },
  ],
};
