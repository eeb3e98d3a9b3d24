import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { PodSpec } from '../../../src/crds/generated/core.gen.ts';
import type { InstallationSpec } from '../../../src/crds/installation/spec.ts';
import type { KubeObject } from '../../../src/k8s/object.ts';
import type { Rendered } from '../../../src/renderers/component.ts';
import { renderEveryCase } from '../../../src/renderers/every-case.ts';
import { goldenCases, renderWith } from '../../golden/cases.ts';

type Source = Required<Pick<InstallationSpec, 'registry' | 'imagePath' | 'imagePrefix' | 'imagePullSecrets'>>;

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const sources: fc.Arbitrary<Source> = fc.record({
  registry: fc
    .tuple(word, fc.constantFrom('', ':5000'), fc.constantFrom('', '/', '/mirror', '/mirror/'))
    .map((parts) => parts.join('')),
  imagePath: word,
  imagePrefix: word.map((text) => `${text}-`),
  imagePullSecrets: fc
    .uniqueArray(word, { minLength: 1, maxLength: 3 })
    .map((names) => names.map((name) => ({ name }))),
});

type Templated = KubeObject & { readonly spec?: { readonly template?: { readonly spec?: PodSpec } } };

/** Pods of whatever makes pods: everything with a template. */
function podsOf({ present }: Rendered): PodSpec[] {
  return present.flatMap((object: KubeObject) => {
    const pod = (object as Templated).spec?.template?.spec;
    return pod === undefined ? [] : [pod];
  });
}

/** What of the pods does not come from where the Installation says. */
function strays(pods: readonly PodSpec[], { registry, imagePath, imagePrefix, imagePullSecrets }: Source): string[] {
  const start = `${registry.replace(/\/$/, '')}/${imagePath}/${imagePrefix}`;
  return pods.flatMap(({ containers, initContainers = [], ephemeralContainers = [], imagePullSecrets: secrets }) => [
    ...[...containers, ...initContainers, ...ephemeralContainers].flatMap(({ name, image = '' }) =>
      image.startsWith(start) && !image.slice(start.length).includes('/') ? [] : [`${name}: ${image}`],
    ),
    ...(JSON.stringify(secrets) === JSON.stringify(imagePullSecrets) ? [] : [JSON.stringify(secrets)]),
  ]);
}

describe('pods that are rendered', () => {
  const cases = goldenCases().filter(({ component }) => component !== 'tiers');

  it.each([...new Set(cases.map(({ component }) => component))])(
    'take all images and pull secrets of %s from where the Installation says, in every golden case',
    (name) => {
      const own = cases.filter(({ component }) => component === name);
      fc.assert(
        fc.property(sources, (source) => {
          expect(own.flatMap((golden) => strays(podsOf(renderWith(golden, source)), source))).toEqual([]);
        }),
        { numRuns: 5 },
      );
    },
  );

  it('do so on every platform', () => {
    fc.assert(
      fc.property(sources, (source) => {
        const pods = podsOf(renderEveryCase(source));
        expect(pods.length).toBeGreaterThan(20);
        expect(strays(pods, source)).toEqual([]);
      }),
      { numRuns: 5 },
    );
  });
});
