import { describe, expect, it } from '@jest/globals';
import path from 'node:path';
import { filesBelow, readSource } from './source-files.ts';

/** Names in the first column of the tables of a page. */
function rows(page: string, pattern: RegExp): string[] {
  return [...readSource(page).text.matchAll(pattern)].map(([, name = '']) => name);
}

describe('docs/README.md', () => {
  it('links every page', () => {
    const links = new Set(rows('docs/README.md', /\]\(([^)#]+)\)/g).map((link) => path.posix.join('docs', link)));
    const pages = filesBelow('docs', '.md').map(({ path: page }) => page);
    expect(pages.filter((page) => page !== 'docs/README.md' && !links.has(page))).toEqual([]);
  });
});

describe('docs/troubleshooting.md', () => {
  it('leads to every reason', () => {
    const reasons = rows('src/crds/status/reasons.ts', /^\s+\| '(\w+)'/gm);
    expect(rows('docs/troubleshooting.md', /^\| \[(\w+)\]\(reasons\.md#/gm)).toEqual(reasons);
  });

  it('links each reason to its section', () => {
    const links = [...readSource('docs/troubleshooting.md').text.matchAll(/\[(\w+)\]\(reasons\.md#(\w+)\)/g)];
    expect(links.filter(([, reason = '', anchor]) => reason.toLowerCase() !== anchor)).toEqual([]);
  });

  it('leads to every warning that is listed, and every warning of the source is', () => {
    const listed = rows('docs/warnings.md', /^\| (CAL-\d+)/gm);
    const section = /^## Warnings$([\s\S]*?)^## /m.exec(readSource('docs/troubleshooting.md').text)?.[1] ?? '';
    expect(section.match(/CAL-\d+/g)?.toSorted()).toEqual(listed.toSorted());
    const told = filesBelow('src', '.ts').flatMap(({ text }) => text.match(/\bCAL-\d+/g) ?? []);
    expect([...new Set(told)].filter((code) => !listed.includes(code))).toEqual([]);
  });
});

describe('docs/threat-model.md', () => {
  const text = /^## What may happen$([\s\S]*?)^## /m.exec(readSource('docs/threat-model.md').text)?.[1] ?? '';
  const threats = [...text.matchAll(/^\| .* → .*\|$|^\| (?:inside|a stolen).*\|$/gm)].map(([row]) => row);

  it('has a proof for every threat: a test, a command or a manifest', () => {
    expect(threats.length).toBeGreaterThan(20);
    expect(threats.filter((row) => !/\| [^|]*`(?:test\/|npm run |config\/)[^|]*\|$/.test(row))).toEqual([]);
  });

  it('looks at every letter of STRIDE', () => {
    const letters = threats.flatMap((row) => /\| ([STRIDE](?:, [STRIDE])*): /.exec(row)?.[1]?.split(', ') ?? []);
    expect([...new Set(letters)].toSorted()).toEqual(['D', 'E', 'I', 'R', 'S', 'T']);
  });
});
