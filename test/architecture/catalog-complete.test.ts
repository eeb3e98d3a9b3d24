import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { admissionPolicies } from '../../src/renderers/admission-policies/index.ts';
import { addonComponents, apiServerComponents, coreComponents } from '../../src/renderers/catalog.ts';
import { migration } from '../../src/renderers/migration/index.ts';
import { nodeWindows } from '../../src/renderers/node-windows/index.ts';
import { tiers } from '../../src/renderers/tiers/index.ts';

const folders = readdirSync('src/renderers', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
  .map(({ name }) => name);

describe('the catalog', () => {
  it('has every component that has a folder', () => {
    const names = [
      ...coreComponents,
      ...apiServerComponents,
      ...addonComponents,
      admissionPolicies,
      migration,
      nodeWindows,
      tiers,
    ].map(({ name }) => name);
    expect(names.toSorted()).toEqual(folders.toSorted());
  });
});

describe.each(folders)('component %s', (folder) => {
  it('has a golden of the default situation', () => {
    expect(existsSync(`test/golden/${folder}/default.in.yaml`)).toBe(true);
    expect(existsSync(`test/golden/${folder}/default.out.yaml`)).toBe(true);
  });
});
