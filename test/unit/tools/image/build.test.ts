import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOfTree } from '../../../../tools/image/tree-digest.ts';

interface CycloneDx {
  readonly metadata: { readonly component: { readonly components: readonly { readonly name: string }[] } };
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly components: readonly { readonly name: string }[];
  }[];
}

interface Spdx {
  readonly files: readonly { readonly fileName: string; readonly SPDXID: string }[];
  readonly relationships: readonly { readonly relatedSpdxElement: string }[];
}

let folder: string;

/** Builds from what the Dockerfile copies, and from nothing else. */
function buildIn(name: string): string {
  const root = join(folder, name);
  const context = readFileSync('.dockerignore', 'utf8').match(/(?<=^!).+$/gm) ?? [];
  for (const path of context) cpSync(path, join(root, path), { recursive: true });
  symlinkSync(realpathSync('node_modules'), join(root, 'node_modules'));
  execFileSync(process.execPath, [join(root, 'tools', 'build.ts')]);
  return join(root, 'dist');
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'operator-build-test-'));
  buildIn('first');
});

afterAll(() => rmSync(folder, { recursive: true }));

const built = (file: string): unknown => JSON.parse(readFileSync(join(folder, 'first', 'dist', file), 'utf8'));
const inputs = (): string[] => Object.keys((built('meta.json') as { inputs: object }).inputs).toSorted();

describe('the build', () => {
  it('gives the same bytes in another folder', () => {
    expect(digestOfTree(buildIn('second/below'))).toEqual(digestOfTree(join(folder, 'first', 'dist')));
  });

  it('lists exactly what it bundled in CycloneDX', () => {
    const { metadata, components } = built('sbom.cdx.json') as CycloneDx;
    const files = [metadata.component, ...components].flatMap((each) => each.components.map(({ name }) => name));
    expect(files.toSorted()).toEqual(inputs());
  });

  it('lists exactly what it bundled in SPDX, every file in a package', () => {
    const { files, relationships } = built('sbom.spdx.json') as Spdx;
    expect(files.map(({ fileName }) => fileName.slice(2)).toSorted()).toEqual(inputs());
    const contained = new Set(relationships.map(({ relatedSpdxElement }) => relatedSpdxElement));
    expect(files.filter(({ SPDXID }) => !contained.has(SPDXID))).toEqual([]);
  });

  it('names the packages as the lock file has them', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, object> };
    const locked = Object.entries(lock.packages).map(([path, entry]) => ({
      name: path.split('node_modules/').at(-1),
      ...entry,
    }));
    const { components } = built('sbom.cdx.json') as CycloneDx;
    const found = components.map(({ name, version }) =>
      locked.filter((each) => each.name === name && 'version' in each && each.version === version),
    );
    expect(components).not.toEqual([]);
    expect(found.filter((entries) => entries.length === 0)).toEqual([]);
  });
});
