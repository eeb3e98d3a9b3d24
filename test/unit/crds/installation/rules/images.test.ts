import { describe } from '@jest/globals';
import { imageRules } from '../../../../../src/crds/installation/rules/images.ts';
import type { RuleCase } from '../../../../support/rule-cases.ts';
import { testRules } from '../../../../support/rule-cases.ts';

const registries = [
  'UseDefault',
  'quay.io',
  'quay.io/',
  'localhost:5000',
  'r.example.com:5000/a/b_c/',
  '[fd00::1]:5000/',
];

describe('rules for images', () => {
  testRules(imageRules, [
    ...registries.map((registry): RuleCase => [`take the registry ${registry}`, { registry }, []]),
    ['take a path and a prefix', { imagePath: 'team/calico-mirror', imagePrefix: 'mirror-' }, []],
    ['take defaults by their word', { imagePath: 'UseDefault', imagePrefix: 'UseDefault' }, []],
    [
      'refuse a registry with a scheme',
      { registry: 'https://quay.io/' },
      [/^spec\.registry: "https:\/\/quay\.io\/" is no registry; write it without a scheme, like registry\.example/],
    ],
    [
      'refuse a path with capitals',
      { imagePath: 'Team' },
      [/^spec\.imagePath: "Team" is no path of images; write small/],
    ],
    ['refuse a prefix with a slash', { imagePrefix: 'a/' }, [/^spec\.imagePrefix: "a\/" cannot begin the name/]],
    [
      'refuse a pull secret without a name',
      { imagePullSecrets: [{ name: 'a' }, {}] },
      [/^spec\.imagePullSecrets\[1\]\.name: must name a Secret$/],
    ],
  ]);
});
