import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { crdFiles } from '../../../tools/crds.ts';

const files = crdFiles(process.cwd());
const folders = [...new Set([...files.keys()].map((file) => file.slice(0, file.lastIndexOf('/'))))];

describe('config/crd', () => {
  it.each([...files.keys()])('holds %s as the schemas make it: else run npm run generate', (file) => {
    expect(readFileSync(file, 'utf8') === files.get(file)).toBe(true);
  });

  it('holds nothing that no schema makes', () => {
    const committed = folders.flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`));
    expect(committed.sort()).toEqual([...files.keys()].sort());
  });
});
