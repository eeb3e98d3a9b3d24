import { describe, expect, it } from '@jest/globals';
import { filesBelow, readSource } from './source-files.ts';

const declaration = readSource('src/crds/status/reasons.ts').text;
const reasons = [...declaration.matchAll(/^\s+\| '(\w+)'/gm)].map(([, name = '']) => name);
const sources = [...filesBelow('src/controllers', '.ts'), ...filesBelow('src/reconcilers', '.ts')];

/** Sections of docs/reasons.md by their reason. */
const sections = new Map(
  readSource('docs/reasons.md')
    .text.split(/^## /m)
    .slice(1)
    .map((section) => [section.split('\n')[0] ?? '', section]),
);

describe('docs/reasons.md', () => {
  it('explains every reason, and no other', () => {
    expect([...sections.keys()]).toEqual(reasons);
  });

  it.each(reasons)('names the files that set %s', (reason) => {
    const line = /^Set by: (.+)$/m.exec(sections.get(reason) ?? '')?.[1] ?? '';
    const named = [...line.matchAll(/`([^`]+)`/g)].map(([, file]) => file);
    const setting = sources.filter(({ text }) => withoutComments(text).includes(`'${reason}'`));
    expect(named).toEqual(setting.map(({ path }) => path));
  });

  it('knows the reason of every Degraded that is thrown', () => {
    const thrown = sources.flatMap(({ text }) =>
      [...text.matchAll(/new Degraded\(\s*'(\w+)'/g)].map(([, reason = '']) => reason),
    );
    expect(thrown).not.toEqual([]);
    expect(thrown.filter((reason) => !sections.has(reason))).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}
