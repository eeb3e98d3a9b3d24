import { describe, expect, it } from '@jest/globals';
import { compareCrds, type CrdContent } from '../../../src/crds/compare-crds.ts';
import type { StructuralSchema } from '../../../src/crds/structural-schema.ts';
import { ownCrds } from '../../../tools/own-crds.ts';

const text: StructuralSchema = { type: 'string' };
const below = (name: string): StructuralSchema => ({ properties: { [name]: text } });

function crd(properties: Readonly<Record<string, StructuralSchema>>, version = 'v1'): CrdContent {
  return { spec: { versions: [{ name: version, schema: { openAPIV3Schema: { properties } } }] } };
}

const same = { onlyLive: [], onlyOurs: [], liveVersions: [] };

describe('two definitions of a kind', () => {
  it('are the same where words and bounds differ', () => {
    const live = crd({ name: { ...text, description: 'theirs', maxLength: 3 } });
    expect(compareCrds(live, crd({ name: { ...text, description: 'ours' } }))).toEqual(same);
  });

  it('differ in fields, of which the topmost is named', () => {
    const live = crd({ spec: { properties: { theirs: { properties: { below: text } } } } });
    const ours = crd({ spec: { properties: { ours: text } } });
    expect(compareCrds(live, ours)).toEqual({
      ...same,
      onlyLive: ['v1 .spec.theirs'],
      onlyOurs: ['v1 .spec.ours'],
    });
  });

  it('differ in fields below lists and maps', () => {
    const live = crd({ list: { items: below('a') }, map: { additionalProperties: below('b') } });
    const ours = crd({ list: { items: below('c') }, map: { additionalProperties: below('d') } });
    expect(compareCrds(live, ours)).toEqual({
      ...same,
      onlyLive: ['v1 .list[].a', 'v1 .map{}.b'],
      onlyOurs: ['v1 .list[].c', 'v1 .map{}.d'],
    });
  });

  it('differ in values of enums, where both have one', () => {
    const live = crd({ mode: { enum: ['A', 'B'] }, free: text });
    const ours = crd({ mode: { enum: ['A', 'C'] }, free: { enum: ['A'] } });
    expect(compareCrds(live, ours)).toEqual({ ...same, onlyLive: ['v1 .mode=B'], onlyOurs: ['v1 .mode=C'] });
  });

  it('differ in versions', () => {
    const difference = { onlyLive: ['v2'], onlyOurs: ['v1'], liveVersions: ['v2'] };
    expect(compareCrds(crd({}, 'v2'), crd({}, 'v1'))).toEqual(difference);
  });

  it('do not differ in fields that ours stores without knowing them', () => {
    const ours = crd({ spec: { 'x-kubernetes-preserve-unknown-fields': true } });
    expect(compareCrds(crd({ spec: { properties: { theirs: text } } }), ours)).toEqual(same);
  });

  it('do not differ where they are one', async () => {
    const ours = await ownCrds().load('installations.operator.tigera.io');
    expect(compareCrds(ours, ours)).toEqual(same);
  });
});
