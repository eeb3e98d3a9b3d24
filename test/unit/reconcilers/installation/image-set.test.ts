import { describe, expect, it } from '@jest/globals';
import type { ImageSet } from '../../../../src/crds/imageset.ts';
import {
  chooseImageSet,
  ignoredImageSets,
  imageSetOfRelease,
} from '../../../../src/reconcilers/installation/image-set.ts';

const digest = `sha256:${'0'.repeat(64)}`;

function anImageSet(name: string, ...images: { image: string; digest: string }[]): ImageSet {
  return { apiVersion: 'operator.tigera.io/v1', kind: 'ImageSet', metadata: { name }, spec: { images } };
}

const pinned = (image: string): { image: string; digest: string } => ({ image, digest });

describe('chooseImageSet', () => {
  it.each([[[]], [[anImageSet('enterprise-v3.20.0')]]])(
    'goes by tags where there is none for Calico: %j',
    (imageSets) => {
      expect(chooseImageSet(imageSets, ['node'])).toEqual({ name: '', digests: {} });
    },
  );

  it('takes the one of this release', () => {
    const imageSets = [anImageSet('calico-v3.31.0'), anImageSet('calico-v3.32.1', pinned('calico/node'))];
    expect(chooseImageSet(imageSets, ['node'])).toEqual({ name: imageSetOfRelease, digests: { node: digest } });
  });

  it('accepts images of the other edition', () => {
    const imageSet = anImageSet(imageSetOfRelease, pinned('calico/node'), pinned('tigera/es-proxy'));
    expect(chooseImageSet([imageSet], ['node']).digests.node).toBe(digest);
  });

  it('refuses to guess where there are only those of other releases', () => {
    const imageSets = [anImageSet('calico-v3.31.0'), anImageSet('calico-v3.30.0')];
    expect(() => chooseImageSet(imageSets, [])).toThrow(
      'ImageSet calico-v3.32.1 is missing, but there is calico-v3.30.0, calico-v3.31.0',
    );
  });

  it.each<[string, ImageSet[]]>([
    ['ResourceCreateError', [anImageSet('calico-v3.31.0')]],
    ['ResourceValidationError', [anImageSet(imageSetOfRelease)]],
  ])('has the reason %s for %j', (reason, imageSets) => {
    expect(() => chooseImageSet(imageSets, ['node'])).toThrow(expect.objectContaining({ reason }));
  });

  it('needs nothing but the images that are in use', () => {
    expect(chooseImageSet([anImageSet(imageSetOfRelease)], [])).toEqual({ name: imageSetOfRelease, digests: {} });
  });

  it('names everything that is wrong with it', () => {
    const imageSet = anImageSet(imageSetOfRelease, pinned('calico/nodes'), { image: 'calico/cni', digest: 'md5:1' });
    expect(() => chooseImageSet([imageSet], ['node', 'cni'])).toThrow(
      [
        'ImageSet calico-v3.32.1 cannot be used:',
        'spec.images[0].image: calico/nodes is not an image of Calico',
        'spec.images[1].digest: md5:1 must start with sha256:',
        'spec.images: calico/node is missing',
      ].join('\n'),
    );
  });
});

describe('ignoredImageSets', () => {
  it('tells of names that no release of Calico looks at', () => {
    const names = ['mine', 'calico-v3.31.0', 'enterprise-v3.20.0'];
    expect(ignoredImageSets(names.map((name) => anImageSet(name)))).toEqual([
      'CAL-206 ImageSet enterprise-v3.20.0, mine has no effect: this release looks at calico-v3.32.1; rename or delete it',
    ]);
  });

  it('has nothing to tell of those of other releases', () => {
    expect(ignoredImageSets([anImageSet('calico-v3.31.0')])).toEqual([]);
  });
});
