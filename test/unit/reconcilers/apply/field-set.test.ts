import { describe, expect, it } from '@jest/globals';
import {
  fieldNames,
  findItem,
  intersectionOf,
  isEmpty,
  isJsonObject,
  isLeaf,
  itemKeys,
  unionOf,
  type Json,
} from '../../../../src/reconcilers/apply/field-set.ts';

const set = { '.': {}, 'f:a': {}, 'f:kubernetes.io/os': {}, 'k:{"name":"x"}': {}, 'v:"y"': {} };

describe('a set of fields', () => {
  it('has names', () => {
    expect(fieldNames(set)).toEqual(['a', 'kubernetes.io/os']);
  });

  it('has items of lists', () => {
    expect(itemKeys(set)).toEqual(['k:{"name":"x"}', 'v:"y"']);
  });

  it.each([
    [{}, true, true],
    [{ '.': {} }, true, false],
    [{ 'f:a': {} }, false, false],
  ])('%j is a leaf: %s, is empty: %s', (fields, leaf, empty) => {
    expect([isLeaf(fields), isEmpty(fields)]).toEqual([leaf, empty]);
  });

  it('has a union that holds all of both', () => {
    const left = { 'f:a': { 'f:b': {} }, 'f:c': {} };
    expect(unionOf(left, { 'f:a': { 'f:d': {} } })).toEqual({ 'f:a': { 'f:b': {}, 'f:d': {} }, 'f:c': {} });
  });
});

describe('intersectionOf', () => {
  it.each([
    [{ 'f:a': { 'f:b': {}, 'f:c': {} }, 'f:d': {} }, { 'f:a': { 'f:b': {} } }, { 'f:a': { 'f:b': {} } }],
    [{ 'f:a': { 'f:b': { 'v:1': {} } } }, { 'f:a': { 'f:b': {} } }, { 'f:a': { 'f:b': { 'v:1': {} } } }],
    [{ 'f:a': { 'f:c': {} } }, { 'f:a': { 'f:b': {} } }, {}],
  ])('of %j within %j is %j', (set, bounds, expected) => {
    expect(intersectionOf(set, bounds)).toEqual(expected);
  });
});

describe('findItem', () => {
  const named = [{ name: 'x' }, { name: 'y', value: 1 }];
  const ports = [{ containerPort: 53, protocol: 'UDP' }, { containerPort: 53 }];

  it.each<[string, Json[], string, Json | undefined]>([
    ['by its key', named, 'k:{"name":"y"}', named[1]],
    ['not where none has the key', named, 'k:{"name":"z"}', undefined],
    ['by all of its keys', ports, 'k:{"containerPort":53,"protocol":"UDP"}', ports[0]],
    ['by the default of a key that it leaves out', ports, 'k:{"containerPort":53,"protocol":"TCP"}', ports[1]],
    ['by value', ['a', 'b'], 'v:"b"', 'b'],
    ['not by another value', ['a', 'b'], 'v:"c"', undefined],
    ['not among texts by a key', ['a'], 'k:{"name":"a"}', undefined],
    ['not by a key that is no object', named, 'k:"x"', undefined],
  ])('finds an item %s', (_, list, key, item) => {
    expect(findItem(list, key)).toBe(item);
  });
});

describe('isJsonObject', () => {
  it.each<[Json | undefined, boolean]>([
    [{}, true],
    [[], false],
    [null, false],
    ['text', false],
    [undefined, false],
  ])('says of %j: %s', (value, expected) => {
    expect(isJsonObject(value)).toBe(expected);
  });
});
