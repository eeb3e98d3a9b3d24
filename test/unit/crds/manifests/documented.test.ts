import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { manifestRules } from '../../../../src/crds/manifests/convert.ts';

const rows = new Set(
  readFileSync('docs/migrate-from-manifests.md', 'utf8')
    .split('\n')
    .flatMap((line) => (line.startsWith('| ') ? [line.split('|')[1]?.trim()] : [])),
);

describe('docs/migrate-from-manifests.md', () => {
  it('has a row for every rule of the conversion', () => {
    expect(manifestRules.map(({ reads }) => reads).filter((reads) => !rows.has(reads))).toEqual([]);
  });
});
