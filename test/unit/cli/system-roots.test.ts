import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSystemRoots } from '../../../src/cli/system-roots.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'system-roots-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the root certificates of this host', () => {
  it('are the first bundle that can be read', () => {
    const [missing, unreadable, first, second] = ['missing', 'unreadable', 'first', 'second'].map((name) =>
      join(folder, name),
    ) as [string, string, string, string];
    mkdirSync(unreadable);
    writeFileSync(first, 'roots');
    writeFileSync(second, 'other roots');
    expect(readSystemRoots([missing, unreadable, first, second])).toBe('roots');
  });

  it('are empty where there is no bundle', () => {
    expect(readSystemRoots([join(folder, 'missing')])).toBe('');
  });
});
