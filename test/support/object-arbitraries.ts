import * as fc from 'fast-check';
import type { KubeObject } from '../../src/k8s/object.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/reconcilers/apply/field-set.ts';

const word = fc.stringMatching(/^[a-z]{1,4}$/);
const scalar = fc.oneof(word, fc.integer(), fc.boolean());

const { node } = fc.letrec<{ node: Json; map: JsonObject }>((tie) => ({
  node: fc.oneof({ maxDepth: 3 }, scalar, fc.array(scalar, { maxLength: 3 }), tie('map'), namedItems(tie('map'))),
  map: fc.dictionary(word, tie('node'), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
}));

function namedItems(map: fc.Arbitrary<JsonObject>): fc.Arbitrary<Json> {
  const item = fc.tuple(map, word).map(([rest, name]) => ({ ...rest, name }));
  return fc.uniqueArray(item, { minLength: 1, maxLength: 3, selector: ({ name }) => name });
}

const labels = fc.dictionary(word, word, { minKeys: 1, maxKeys: 3, noNullPrototype: true });

/** An object as a renderer makes it, with maps, lists of named items and atomic lists, at most a few levels deep. */
export const anObject: fc.Arbitrary<KubeObject> = fc
  .record({
    metadata: fc.record({ labels, finalizers: fc.uniqueArray(word, { minLength: 1, maxLength: 2 }) }),
    spec: fc.dictionary(word, node, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
  })
  .map(({ metadata, spec }) => ({ ...thing(spec), metadata: { name: 'thing', ...metadata } }));

/** An object whose content is this. */
export function thing(spec: JsonObject): KubeObject & { spec: JsonObject } {
  return { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'thing' }, spec };
}

export type Path = readonly (string | number)[];

/** Paths of all numbers, texts and booleans. */
export function leavesOf(value: Json): Path[] {
  if (typeof value !== 'object' || value === null) return [[]];
  const entries = isJsonObject(value) ? Object.entries(value) : [...value.entries()];
  return entries.flatMap(([key, below]) => leavesOf(below).map((path) => [key, ...path]));
}

/** A copy in which the value at `path` is another. */
export function changedAt<T>(value: T, path: Path, change: (old: Json) => Json): T {
  const [key, ...rest] = path;
  if (key === undefined) return change(value as Json) as T;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[key] = changedAt(copy[key], rest, change);
  return copy as T;
}
