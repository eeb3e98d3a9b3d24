import { describe, expect, it } from '@jest/globals';
import { withoutAdditions } from '../../../tools/crd-additions.ts';
import type { Json } from '../../../tools/crd-differences.ts';

type Properties = Readonly<Record<string, Json>>;

function aDefinition(spec: Properties): Json {
  const properties = { spec: { properties: spec }, status: { properties: { computed: { properties: spec } } } };
  return { spec: { versions: [{ name: 'v1', schema: { openAPIV3Schema: { properties } } }] } };
}

function listing(...fields: string[]): Parameters<typeof withoutAdditions>[2] {
  return [{ crd: 'things.example.com', in: ['spec', 'spec.items[]'], fields, reason: 'wanted' }];
}

const item = (fields: Properties): Json => ({ items: { properties: fields } });
const text: Json = { type: 'string' };
const theirs = aDefinition({ kept: text, items: item({ kept: text }) });

describe('withoutAdditions', () => {
  it('takes listed fields from the spec and from what repeats it', () => {
    const ours = aDefinition({ kept: text, added: text, items: item({ kept: text, added: text }) });
    expect(withoutAdditions(ours, theirs, listing('added'))).toEqual({ rest: theirs, wrong: [] });
  });

  it('leaves a field that is not listed', () => {
    const ours = aDefinition({ kept: text, other: text, items: item({ kept: text }) });
    expect(withoutAdditions(ours, theirs, []).rest).toEqual(ours);
  });

  it('objects to what is listed and not there', () => {
    expect(withoutAdditions(theirs, theirs, listing('gone')).wrong).toEqual([
      'spec.gone: listed as added, but not there',
      'spec.items[].gone: listed as added, but not there',
    ]);
  });

  it('objects to what is listed and theirs, too', () => {
    expect(withoutAdditions(theirs, theirs, listing('kept')).wrong).toEqual([
      'spec.kept: listed as added, but there on both sides',
      'spec.items[].kept: listed as added, but there on both sides',
    ]);
  });
});
