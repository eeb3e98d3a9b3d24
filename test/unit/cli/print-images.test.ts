import { describe, expect, it } from '@jest/globals';
import { imageList } from '../../../src/cli/print-images.ts';
import { calicoImages } from '../../../src/renderers/shared/images.ts';
import { OPERATOR_VERSION } from '../../../src/version.ts';

const lines = imageList().split('\n');

describe('imageList', () => {
  it('has every image, and the FIPS build after it', () => {
    const expected = calicoImages.flatMap(({ name, fips }) =>
      ['', ...(fips ? ['-fips'] : [])].map((build) => `quay.io/calico/${name}:v3.32.1${build}`),
    );
    expect(lines.slice(0, -2)).toEqual(expected);
  });

  it('ends with the operator itself and a line break', () => {
    expect(lines.slice(-2)).toEqual([`quay.io/calico-operator/operator:${OPERATOR_VERSION}`, '']);
  });
});
