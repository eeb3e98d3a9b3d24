import { describe, expect, it } from '@jest/globals';
import { typhaHealthPort } from '../../../../src/renderers/typha/env.ts';

describe("Typha's health port", () => {
  it.each([
    [9099, 9098],
    [2, 1],
    [1, 9098],
    [0, 9098],
  ])('is, beside a Felix at %d, %d', (healthPort, port) => {
    expect(typhaHealthPort({ felix: { healthPort } })).toBe(port);
  });
});
