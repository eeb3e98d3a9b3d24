import { describe, expect, it } from '@jest/globals';
import { filesBelow, isGenerated, type SourceFile } from './source-files.ts';

const MOST_LINES_OF_FILE = 400;
const MOST_LINES_OF_FUNCTION = 80;

/** Tables of data may be as long as the data; none needs to be so far. */
const dataTables: ReadonlySet<string> = new Set();

const measured = ['src', 'tools', 'test']
  .flatMap((folder) => filesBelow(folder, '.ts'))
  .filter((file) => !isGenerated(file) && !dataTables.has(file.path));

describe('sizes', () => {
  it(`keeps every file within ${MOST_LINES_OF_FILE} lines`, () => {
    const long = measured.filter(({ text }) => text.split('\n').length - 1 > MOST_LINES_OF_FILE);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it(`keeps every function within ${MOST_LINES_OF_FUNCTION} lines`, () => {
    const long = measured.filter(({ path }) => !path.endsWith('.test.ts')).flatMap(longFunctions);
    expect(long).toEqual([]);
  });

  it('finds the end of a function', () => {
    const body = '  step();\n'.repeat(MOST_LINES_OF_FUNCTION);
    expect(longFunctions({ path: 'a.ts', text: `function long(): void {\n${body}}\n` })).toEqual(['a.ts:1']);
  });
});

const METHOD = /^\s+(?:(?:static|async|get|set|override) )*#?\w+(?:<.*>)?\(.*\).*\{$/;
const KEYWORDS = /^\s*(?:if|for|while|switch|catch|else|\})/;
const FUNCTION = /(?:\bfunction\b.*|=> )\{$/;

/**
 * Functions start on a line that ends with a brace, and end where a brace stands under their start: prettier's layout.
 * Blank lines and comments do not count, as in the linter.
 */
function longFunctions({ path, text }: SourceFile): string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (KEYWORDS.test(line) || !(FUNCTION.test(line) || METHOD.test(line))) return [];
    const indent = /^\s*/.exec(line)?.[0] ?? '';
    const after = lines.slice(index + 1);
    const body = after.slice(
      0,
      after.findIndex((later) => later.startsWith(`${indent}}`)),
    );
    const length = body.filter((each) => !/^\s*(?:$|\/\*\*|\*|\/\/)/.test(each)).length + 2;
    return length > MOST_LINES_OF_FUNCTION ? [`${path}:${index + 1}`] : [];
  });
}
