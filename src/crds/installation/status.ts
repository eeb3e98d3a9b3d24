import * as z from 'zod';
import { conditions } from '../status/condition-schema.ts';
import { int32, listOf, struct } from '../schema.ts';
import { installationSpec, variant } from './spec.ts';

/** `status` of an Installation. */
export const installationStatus = struct('What the operator has made of the spec.', {
  variant: variant.describe('Product that is installed. Set once everything became available.'),
  mtu: int32('Largest packet of the pod network in bytes, as configured or as found on a node.'),
  imageSet: z.string().describe('Name of the ImageSet whose digests are in use. Empty: images go by tag.'),
  computed: installationSpec.describe(
    'The spec in effect: your own with the overlay Installation, detected values and defaults. Values that were ' +
      'detected stay until your spec says otherwise.',
  ),
  adoptedFields: listOf(
    z.string(),
    'Fields of `computed` that were read off an installation from manifests. They hold until your spec says otherwise.',
  ),
  calicoAPIGroup: z
    .string()
    .describe(
      "Where Calico's configuration is kept: `projectcalico.org/v3`, in CRDs that users see, or " +
        "`crd.projectcalico.org/v1`, behind Calico's own API server.",
    ),
  calicoVersion: z
    .string()
    .describe('Version of Calico that runs on every node. During an upgrade it moves when the last node has rolled.'),
  conditions: conditions('Health of the installation: Ready, Progressing and Degraded.'),
});

export type InstallationStatus = z.input<typeof installationStatus>;
