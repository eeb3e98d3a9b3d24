import { Degraded } from '../../crds/status/degraded.ts';
import type { ImageSet } from '../../crds/imageset.ts';
import {
  CALICO_VERSION,
  calicoImages,
  imageSetName,
  type ImageDigests,
  type ImageName,
} from '../../renderers/shared/images.ts';

/** The ImageSet in use and what it pins. */
export interface ChosenImageSet {
  /** Empty where images go by tag. */
  readonly name: string;
  readonly digests: ImageDigests;
}

/** The name that an ImageSet for this release must have. */
export const imageSetOfRelease = `calico-${CALICO_VERSION}`;

/**
 * Chooses and checks the ImageSet. Throws `Degraded`: where there are ImageSets for other releases only, where one names
 * images or digests that cannot be, or where it lacks an image that `needed` names. Pure.
 */
export function chooseImageSet(imageSets: readonly ImageSet[], needed: readonly ImageName[]): ChosenImageSet {
  const ours = imageSets.filter(({ metadata }) => metadata.name.startsWith('calico'));
  if (ours.length === 0) return { name: '', digests: {} };
  const chosen = ours.find(({ metadata }) => metadata.name === imageSetOfRelease);
  if (chosen === undefined) {
    const names = ours.map(({ metadata }) => metadata.name).toSorted();
    throw new Degraded(
      'ResourceCreateError',
      `ImageSet ${imageSetOfRelease} is missing, but there is ${names.join(', ')}: make an ImageSet for this release, or delete the others to use tags`,
      { retry: 'on-watch' },
    );
  }
  return { name: imageSetOfRelease, digests: checkedDigests(chosen, needed) };
}

/** Sentences about ImageSets that can have no effect, which their authors did not mean (docs/warnings.md). */
export function ignoredImageSets(imageSets: readonly ImageSet[]): string[] {
  const ignored = imageSets.map(({ metadata }) => metadata.name).filter((name) => !name.startsWith('calico'));
  if (ignored.length === 0) return [];
  const names = ignored.toSorted().join(', ');
  return [`CAL-206 ImageSet ${names} has no effect: this release looks at ${imageSetOfRelease}; rename or delete it`];
}

const imagesByEntry = new Map<string, ImageName>(calicoImages.map(({ name }) => [imageSetName(name), name]));

function checkedDigests(imageSet: ImageSet, needed: readonly ImageName[]): ImageDigests {
  const entries = imageSet.spec?.images ?? [];
  const problems = [
    ...entries.flatMap((entry, index) => entryProblems(entry).map((problem) => `spec.images[${index}].${problem}`)),
    ...needed
      .map(imageSetName)
      .flatMap((name) => (entries.some(({ image }) => image === name) ? [] : [`spec.images: ${name} is missing`])),
  ];
  if (problems.length > 0) {
    const text = `ImageSet ${imageSet.metadata.name} cannot be used:\n${problems.join('\n')}`;
    throw new Degraded('ResourceValidationError', text, { retry: 'on-watch' });
  }
  return Object.fromEntries(entries.map(({ image, digest }) => [imagesByEntry.get(image) ?? image, digest]));
}

/** Images of the enterprise edition may stand in the list; they are not used. */
function entryProblems({ image, digest }: { image: string; digest: string }): string[] {
  return [
    ...(imagesByEntry.has(image) || image.startsWith('tigera/') ? [] : [`image: ${image} is not an image of Calico`]),
    ...(/^sha256:./.test(digest) ? [] : [`digest: ${digest} must start with sha256:`]),
  ];
}
