import * as z from 'zod';
import { operatorKind, type OperatorObject } from './operator-kind.ts';
import { listOf, struct, structOf } from './schema.ts';

const image = structOf('One image and its digest.', {
  image: z
    .string()
    .describe('Image by its default path and name, `calico/<name>`, whatever registry it is pulled from.'),
  digest: z.string().describe('Digest to pull it by: `sha256:` and 64 hexadecimal digits.'),
});

const spec = struct('Which images are meant by their tags.', {
  images: listOf(image, 'The images. Every image that the operator uses must be listed, else nothing is installed.'),
});

export type ImageSetSpec = z.input<typeof spec>;
export type ImageSet = OperatorObject<'ImageSet', ImageSetSpec>;

/** The resource definition of ImageSet, for the generator. */
export const imageSet = operatorKind({
  kind: 'ImageSet',
  plural: 'imagesets',
  description:
    'Pins images to digests. The ImageSet named `calico-<version>`, for example `calico-v3.32.1`, applies to the ' +
    'release of that version. If ImageSets of other Calico versions only exist, the operator waits for the right one.',
  spec,
});
