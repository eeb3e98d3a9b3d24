import { describe, expect, it } from '@jest/globals';
import * as kinds from '../../../src/k8s/kinds.ts';

describe('kinds', () => {
  it('are exported under their own names', () => {
    for (const [name, type] of Object.entries(kinds)) expect(type.kind).toBe(name);
  });

  it('have distinct paths', () => {
    const paths = Object.values(kinds).map(({ group, version, plural }) => `${group}/${version}/${plural}`);
    expect(new Set(paths).size).toBe(paths.length);
  });
});
