import { describe, expect, it } from '@jest/globals';
import { flags } from '../../src/cli/options.ts';
import { filesBelow, readSource } from './source-files.ts';

const page = readSource('docs/configuration.md').text;

/** The first columns of the tables of a section. */
function listed(section: string, pattern: RegExp): string[] {
  const text = page.split(/^## /m).find((each) => each.startsWith(`${section}\n`)) ?? '';
  return [...text.matchAll(pattern)].map(([, name = '']) => name).toSorted();
}

/** What a process reads of its surroundings is in the modules around the controllers. */
const sources = [
  ...filesBelow('src', '.ts').filter(({ path }) => path.split('/').length === 2),
  ...['src/cli', 'src/k8s', 'src/commands', 'src/runtime'].flatMap((folder) => filesBelow(folder, '.ts')),
];

/** What a pattern finds in the source, once each. */
function found(pattern: RegExp): string[] {
  const names = sources.flatMap(({ text }) => [...text.matchAll(pattern)].map(([, name = '']) => name));
  return [...new Set(names)].toSorted();
}

describe('docs/configuration.md', () => {
  it('lists every flag with its default and its help', () => {
    const rows = [...page.matchAll(/^\| `-([\w-]+)`\s+\| (?:`([^`]*)`)?\s*\| (.*?)\s+\|$/gm)];
    const there = flags.map(({ name, default: value, help }) => `${name}|${value}|${help}`);
    expect(rows.map(([, name, value = '', help]) => `${name}|${value}|${help}`)).toEqual(there);
  });

  it('lists every environment variable that is read, and no other', () => {
    const read = [...found(/\benv\['(\w+)'\]/g), ...found(/\b([A-Z]+_[A-Z]+): \w+ = ''/g)];
    expect(listed('Environment', /^\| `([A-Z_]+)`/gm)).toEqual([...new Set(read)].toSorted());
  });

  it('lists every file that is read, and no other', () => {
    const read = found(/'(\/(?:etc|var)\/[^'$]+)'/g).map((file) => file.replace(/\/namespace$/, ''));
    expect(listed('Files', /^\| `(\/[^`]+)`/gm)).toEqual([...new Set(read)].toSorted());
  });
});
