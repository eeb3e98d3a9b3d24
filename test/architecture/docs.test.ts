import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { flags } from '../../src/cli/options.ts';
import { filesBelow, readSource, type SourceFile } from './source-files.ts';

const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'].map(readSource),
  ...filesBelow('docs', '.md'),
];
const code = [
  ...['src', 'tools', 'test'].flatMap((folder) => filesBelow(folder, '.ts')),
  ...filesBelow('tools', '.mjs'),
  readSource('bin/operator'),
];

/** What a pattern finds in files, with the place where it was found. */
function found(files: readonly SourceFile[], pattern: RegExp): { readonly at: string; readonly text: string }[] {
  return files.flatMap((file) => [...file.text.matchAll(pattern)].map(([, text = '']) => ({ at: file.path, text })));
}

describe('documentation', () => {
  it('links only to files that exist', () => {
    const links = found(pages, /\]\(((?!https?:|#)[^)#]+)/g);
    const broken = links.filter(({ at, text }) => !existsSync(path.join(path.dirname(at), text)));
    expect(broken).toEqual([]);
  });

  it('is there where source refers to it', () => {
    const broken = found(code, /\b(docs\/[\w/-]+\.md)\b/g).filter(({ text }) => !existsSync(text));
    expect(broken).toEqual([]);
  });

  it('names only files of ours that exist', () => {
    const named = found(pages, /`((?:src|test|tools|config|docs)\/[\w./-]+)`/g);
    expect(named.filter(({ text }) => !existsSync(text))).toEqual([]);
  });

  it('names only scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const unknown = found(pages, /npm run ([\w:]+)/g).filter(({ text }) => !(text in scripts));
    expect(unknown).toEqual([]);
  });

  it('names only flags that the operator has', () => {
    const named = found(pages, /bin\/operator (-.*)/g).flatMap(({ text }) => text.match(/(?<=\s|^)-[a-z-]+/g) ?? []);
    const known = new Set(flags.map(({ name }) => `-${name}`));
    expect(named).not.toEqual([]);
    expect(named.filter((flag) => !known.has(flag))).toEqual([]);
  });

  it('numbers decisions without a gap', () => {
    const numbers = filesBelow('docs/adr', '.md').map(({ path: file }) => Number(path.basename(file).slice(0, 4)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it('keeps the README short enough to be read', () => {
    expect(readSource('README.md').text.split('\n').length).toBeLessThanOrEqual(121);
  });
});
