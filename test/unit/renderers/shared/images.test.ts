import { describe, expect, it } from '@jest/globals';
import {
  calicoImages,
  imageReferences,
  imageSetName,
  reference,
  versionOf,
  type ImageSource,
} from '../../../../src/renderers/shared/images.ts';

describe('reference', () => {
  const cases: [string, ImageSource, string][] = [
    ['the default place', {}, 'quay.io/calico/node:v3.32.1'],
    [
      'a registry with a slash',
      { registry: 'registry.example.com:5000/' },
      'registry.example.com:5000/calico/node:v3.32.1',
    ],
    ['a registry without a slash', { registry: 'example.com/a' }, 'example.com/a/calico/node:v3.32.1'],
    ['a path', { imagePath: 'mirror/tigera' }, 'quay.io/mirror/tigera/node:v3.32.1'],
    ['a prefix', { imagePrefix: 'cal-' }, 'quay.io/calico/cal-node:v3.32.1'],
    [
      'words that mean the default',
      { registry: 'UseDefault', imagePath: 'UseDefault', imagePrefix: 'UseDefault' },
      'quay.io/calico/node:v3.32.1',
    ],
    ['empty words', { registry: '', imagePath: '', imagePrefix: '' }, 'quay.io/calico/node:v3.32.1'],
    ['FIPS mode', { fipsMode: 'Enabled' }, 'quay.io/calico/node:v3.32.1-fips'],
  ];

  it.each(cases)('finds calico-node with %s', (_name, source, expected) => {
    expect(reference('node', source)).toBe(expected);
  });

  it('keeps the ordinary build where there is no FIPS build', () => {
    expect(reference('goldmane', { fipsMode: 'Enabled' })).toBe('quay.io/calico/goldmane:v3.32.1');
  });

  it('lets a digest decide alone, in FIPS mode too', () => {
    const pinned = reference('node', { fipsMode: 'Enabled', registry: 'r.example/' }, { node: 'sha256:abc' });
    expect(pinned).toBe('r.example/calico/node@sha256:abc');
  });
});

describe('imageReferences', () => {
  it('has one reference for each image of the release', () => {
    const references = imageReferences({}, { csi: 'sha256:abc' });
    expect(Object.keys(references)).toEqual(calicoImages.map(({ name }) => name));
    expect(references.csi).toBe('quay.io/calico/csi@sha256:abc');
  });
});

describe('imageSetName', () => {
  it('is the default path and the name, whatever registry is in use', () => {
    expect(imageSetName('kube-controllers')).toBe('calico/kube-controllers');
  });
});

describe('versionOf', () => {
  it.each([
    ['quay.io:443/calico/node:v3.31.0', 'v3.31.0'],
    ['node:v3.31.0-fips', 'v3.31.0'],
    ['node:v3.31.0@sha256:abc', 'v3.31.0'],
    ['node@sha256:abc', undefined],
    ['node:master', undefined],
  ])('of %s is %s', (image, expected) => {
    const workload = { spec: { template: { spec: { containers: [{ name: 'calico-node', image }] } } } };
    expect(versionOf(workload, 'calico-node')).toBe(expected);
  });
});
