import { describe, expect, it } from '@jest/globals';
import { jsonPatch, JsonPatchError, type PatchOperation } from '../../../../../../tools/sim/server/apply/index.ts';

const live = { a: { 'b/c': 1 }, list: ['x', 'y'] };

describe('jsonPatch', () => {
  it.each<[string, PatchOperation, unknown]>([
    ['adds a field', { op: 'add', path: '/n', value: 1 }, { ...live, n: 1 }],
    ['adds at the end of a list', { op: 'add', path: '/list/-', value: 'z' }, { ...live, list: ['x', 'y', 'z'] }],
    ['inserts into a list', { op: 'add', path: '/list/1', value: 'z' }, { ...live, list: ['x', 'z', 'y'] }],
    ['replaces the last item', { op: 'replace', path: '/list/1', value: 'z' }, { ...live, list: ['x', 'z'] }],
    ['removes an item', { op: 'remove', path: '/list/0' }, { ...live, list: ['y'] }],
    ['reads escaped names', { op: 'remove', path: '/a/b~1c' }, { ...live, a: {} }],
    ['copies', { op: 'copy', from: '/list/0', path: '/n' }, { ...live, n: 'x' }],
    ['moves', { op: 'move', from: '/list', path: '/a/list' }, { a: { 'b/c': 1, list: ['x', 'y'] } }],
    ['tests', { op: 'test', path: '/a', value: { 'b/c': 1 } }, live],
  ])('%s', (_, operation, expected) => {
    expect(jsonPatch(live, [operation])).toEqual(expected);
  });

  it.each<[string, PatchOperation]>([
    ['a test that finds another value', { op: 'test', path: '/list/0', value: 'y' }],
    ['a path that leads nowhere', { op: 'remove', path: '/none' }],
    ['a parent that is not there', { op: 'add', path: '/none/n', value: 1 }],
    ['an index behind the end', { op: 'add', path: '/list/3', value: 1 }],
    ['a replacement of nothing', { op: 'replace', path: '/n', value: 1 }],
  ])('refuses %s', (_, operation) => {
    expect(() => jsonPatch(live, [operation])).toThrow(JsonPatchError);
  });
});
