import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { OPERATOR_VERSION } from '../../src/version.ts';

it('the version of the operator is that of its package', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(OPERATOR_VERSION).toBe(`v${version}`);
});
