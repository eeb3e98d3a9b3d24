import { expect, it } from '@jest/globals';
import { isLoopback } from '../../../src/runtime/loopback.ts';

it.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['localhost', true],
  ['::', false],
  ['0.0.0.0', false],
  ['10.0.0.1', false],
  ['127.example.com', false],
])('%s is loopback: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});
