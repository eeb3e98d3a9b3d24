import { describe, expect, it } from '@jest/globals';
import { filesBelow, isGenerated, type SourceFile } from './source-files.ts';

const sources = filesBelow('src', '.ts').filter((file) => !isGenerated(file));
const everything = ['src', 'tools', 'test'].flatMap((folder) => filesBelow(folder, '.ts'));
const below = (...folders: string[]): SourceFile[] =>
  sources.filter(({ path }) => folders.some((folder) => path.startsWith(`src/${folder}`)));

/** `path:line` of each line that matches. */
function matches(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

describe('the framework', () => {
  it('knows nothing of what it is used for', () => {
    expect(matches(below('k8s/', 'runtime/'), /calico|tigera/i)).toEqual([]);
  });
});

describe('schemas and renderers', () => {
  it('take everything from their input', () => {
    const impure = /\bDate\.now\b|new Date\(\)|Math\.random|process\.|performance\.|\bfetch\(|randomUUID/;
    expect(matches(below('crds/', 'renderers/'), impure)).toEqual([]);
  });
});

describe('reconcilers and controllers', () => {
  it('take time from the clock that they are given', () => {
    const ambient = /\bDate\.now\b|new Date\(\)|performance\.now|\bsetTimeout\(|\bsetInterval\(/;
    expect(matches(below('reconcilers/', 'controllers/'), ambient)).toEqual([]);
  });
});

describe('controllers', () => {
  it('hold no Kubernetes object', () => {
    expect(matches(below('controllers/'), /\bkind: '|\bapiVersion: '/)).toEqual([]);
  });
});

describe('the source', () => {
  it('imports zod whole, so that unused parts can be left out of the bundle', () => {
    expect(matches(everything, /^import \{.*\} from 'zod'/)).toEqual([]);
  });

  it('prints only where a command answers its user', () => {
    const silent = sources.filter(({ path }) => !path.startsWith('src/cli/') && path !== 'src/main.ts');
    expect(matches(silent, /\bconsole\./)).toEqual([]);
  });

  it('ends the process in main.ts only', () => {
    const others = sources.filter(({ path }) => path !== 'src/main.ts');
    expect(matches(others, /\bprocess\.exit(Code)?\b/)).toEqual([]);
  });

  it('never silences the compiler', () => {
    expect(matches(everything, /@ts-(?:ignore|nocheck|expect-error)/)).toEqual([]);
  });
});
