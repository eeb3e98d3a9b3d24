import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseManifests, readManifests } from '../../../../tools/cluster/manifests.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifests-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a manifest', () => {
  it('may hold many objects', () => {
    expect(parseManifests('kind: A\n---\nkind: B\n')).toEqual([{ kind: 'A' }, { kind: 'B' }]);
  });

  it.each(['', '---\n', '# nothing\n', '---\n# nothing\n---\n'])('may hold none: %j', (text) => {
    expect(parseManifests(text)).toEqual([]);
  });
});

describe('a folder of manifests', () => {
  it('is read in the order of file names', () => {
    writeFileSync(join(folder, '02-b.yaml'), 'kind: B');
    writeFileSync(join(folder, '01-a.yaml'), 'kind: A');
    expect(readManifests(folder)).toEqual([{ kind: 'A' }, { kind: 'B' }]);
  });

  it('may hold other files and folders', () => {
    writeFileSync(join(folder, 'README.md'), 'kind: no');
    mkdirSync(join(folder, 'below'));
    writeFileSync(join(folder, 'below', 'c.yaml'), 'kind: C');
    expect(readManifests(folder)).toEqual([]);
  });
});
