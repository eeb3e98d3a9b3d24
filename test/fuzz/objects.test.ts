import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { mergeOverlay } from '../../src/crds/installation/merge-overlay.ts';
import type { InstallationSpec } from '../../src/crds/installation/spec.ts';
import { Decoder } from '../../src/k8s/decode.ts';
import { ConnectionError } from '../../src/k8s/errors.ts';
import { ConfigMap } from '../../src/k8s/kinds.ts';
import { parseWire, stringifyWire } from '../../src/k8s/wire-json.ts';
import { isJsonObject } from '../../src/reconcilers/apply/field-set.ts';
import { isApplied } from '../../src/reconcilers/apply/is-applied.ts';
import { mergePatchOf } from '../../src/reconcilers/apply/merge-patch.ts';
import { appliedFields } from '../support/applied-fields.ts';
import { exploration } from '../support/exploration.ts';
import { hostileJson, unforeseen } from '../support/hostile-input.ts';
import { thing } from '../support/object-arbitraries.ts';

const decoder = new Decoder(ConfigMap, { verb: 'get', path: '/api/v1/configmaps' });
const content = hostileJson.map((json) => (isJsonObject(json) ? json : { value: json }));

const inherited = ['constructor', 'toString', 'valueOf', '__proto__', 'app'] as const;
const labels = fc
  .array(fc.tuple(fc.constantFrom(...inherited), fc.string()), { minLength: 1 })
  .map((pairs) => Object.fromEntries(pairs));

describe('hostile JSON', () => {
  it('is an object of its kind or refused', () => {
    fc.assert(
      fc.property(hostileJson, (json) => {
        expect(unforeseen(() => decoder.object(structuredClone(json)), [ConnectionError])).toBeUndefined();
      }),
      exploration(5_000),
    );
  });

  it('crosses the wire unchanged', () => {
    const texts = hostileJson.map((json) => JSON.stringify(json));
    fc.assert(
      fc.property(texts, (text) => expect(stringifyWire(parseWire(text))).toBe(text)),
      exploration(5_000),
    );
  });

  it('is compared with what stands in its place, and changes no prototype', () => {
    const pairs = fc.tuple(content, content).map(([left, right]) => [thing(left), thing(right)] as const);
    fc.assert(
      fc.property(pairs, ([left, right]) => {
        const compare = (): unknown => [
          isApplied(left, right, appliedFields(right)),
          mergePatchOf(left, right, 'whole'),
        ];
        expect(unforeseen(compare)).toBeUndefined();
      }),
      exploration(5_000),
    );
  });

  it('lies over a spec without harm', () => {
    fc.assert(
      fc.property(content, content, (base, overlay) => {
        expect(unforeseen(() => mergeOverlay(base as InstallationSpec, overlay as InstallationSpec))).toBeUndefined();
      }),
      exploration(5_000),
    );
  });
});

describe('names that every object inherits', () => {
  it('are fields like others: there, or not wanted any more', () => {
    fc.assert(
      fc.property(labels, fc.nat(), (all, at) => {
        const [, ...others] = [...Object.entries(all).slice(at), ...Object.entries(all).slice(0, at)];
        const [former, wanted] = [thing({ labels: all }), thing({ labels: Object.fromEntries(others) })];
        expect(isApplied(former, structuredClone(former), appliedFields(former))).toBe(true);
        expect(isApplied(wanted, former, appliedFields(former))).toBe(false);
      }),
      exploration(5_000),
    );
  });
});
