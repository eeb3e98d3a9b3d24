import { expect, it } from '@jest/globals';
import { withoutUndefined } from '../../../../src/renderers/shared/without-undefined.ts';

it('drops fields without a value and keeps all others, also empty ones', () => {
  const fields = { a: undefined, b: '', c: 0, d: false, e: [] };
  expect(Object.keys(withoutUndefined(fields))).toEqual(['b', 'c', 'd', 'e']);
});
