import { describe, expect, it } from '@jest/globals';
import { jobUses, layers, sharedJobs, type Layer } from './layers.ts';
import { filesBelow, importsOf, type Import, type SourceFile } from './source-files.ts';

const sources = filesBelow('src', '.ts');
const belowSrc = (file: string): string => file.replace(/^src\//, '');

describe('imports', () => {
  it('follow the table of layers', () => {
    const violations = sources.flatMap((file) => refused(file, (each) => isAllowed(each, layerOf(file))));
    expect(violations).toEqual([]);
  });

  it('never go from one component into the inside of another', () => {
    const components = sources.filter(({ path }) => /^src\/renderers\/[^/]+\//.test(path));
    const common = ['renderers/shared/', 'renderers/input.ts', 'renderers/component.ts'];
    const violations = components.flatMap((file) =>
      refused(file, ({ target }) => {
        const own = belowSrc(file.path).split('/').slice(0, 2).join('/');
        const inRenderers = belowSrc(target).startsWith('renderers/');
        return !inRenderers || startsWithAny(belowSrc(target), [`${own}/`, ...common]);
      }),
    );
    expect(violations).toEqual([]);
  });

  it('go between the jobs of reconcilers only where that is declared', () => {
    const jobs = sources.filter(({ path }) => /^src\/reconcilers\/[^/]+\//.test(path));
    const violations = jobs.flatMap((file) => {
      const job = jobOf(file.path);
      const allowed = [job, ...sharedJobs].map((each) => `${each}/`).concat(jobUses[job]?.uses ?? []);
      return refused(file, ({ target }) => {
        const inJob = /^src\/reconcilers\/(.+\/.+)$/.exec(target)?.[1];
        return inJob === undefined || startsWithAny(inJob, allowed);
      });
    });
    expect(violations).toEqual([]);
  });

  it('are declared between jobs only where there are any', () => {
    const used = sources.flatMap((file) => importsOf(file).map(({ target }) => ({ job: jobOf(file.path), target })));
    const declared = Object.entries(jobUses).flatMap(([job, { uses }]) => uses.map((use) => ({ job, use })));
    const unused = declared.filter(
      ({ job, use }) => !used.some((each) => each.job === job && each.target.startsWith(`src/reconcilers/${use}`)),
    );
    expect(unused).toEqual([]);
  });

  it('reach nothing outside src', () => {
    const outside = sources.flatMap((file) =>
      refused(file, ({ target }) => target.startsWith('src/') || !target.includes('..')),
    );
    expect(outside).toEqual([]);
  });
});

/** The imports of a file that a rule does not allow, for people to read. */
function refused(file: SourceFile, allows: (each: Import) => boolean): string[] {
  return importsOf(file).flatMap((each) => (allows(each) ? [] : [`${file.path} imports ${each.target}`]));
}

function layerOf({ path }: SourceFile): Layer {
  const fitting = layers.filter(({ of }) => belowSrc(path).startsWith(of));
  return fitting.reduce((longest, layer) => (layer.of.length > longest.of.length ? layer : longest));
}

function isAllowed({ target, typesOnly }: Import, { ours, types = [], packages = [] }: Layer): boolean {
  if (target.startsWith('src/')) return startsWithAny(belowSrc(target), typesOnly ? [...ours, ...types] : ours);
  if (target.startsWith('node:')) return packages.includes('node:*') || packages.includes(target);
  return packages.some((name) => target === name || target.startsWith(`${name}/`));
}

function startsWithAny(text: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => text.startsWith(prefix));
}

function jobOf(path: string): string {
  return /^src\/reconcilers\/([^/]+)\//.exec(path)?.[1] ?? '';
}
