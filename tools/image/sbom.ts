import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cyclonedx } from './cyclonedx.ts';
import { spdx } from './spdx.ts';

/** A file that went into the bundle. */
export interface BundledFile {
  /** Relative to the checkout. */
  readonly path: string;
  readonly sha1: string;
  readonly sha256: string;
}

/** A package with the files of it that went into the bundle; ours is the first. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly license: string;
  readonly files: readonly BundledFile[];
}

/** The packages that a list of bundled files is from, with exactly these files. `root` is the checkout. */
export function packagesOf(root: string, inputs: readonly string[]): BundledPackage[] {
  const byFolder = Map.groupBy(inputs.toSorted(), packageFolder);
  const folders = [...byFolder.keys()].toSorted();
  return folders.map((folder) => describePackage(root, folder, byFolder.get(folder) ?? []));
}

/**
 * The bill of materials of the bundle in both usual formats, content by file name. Always the same for the same source: the
 * date that SPDX asks for is SOURCE_DATE_EPOCH (https://reproducible-builds.org/specs/source-date-epoch/), or 1970.
 */
export function sbomFiles(root: string, inputs: readonly string[]): ReadonlyMap<string, string> {
  const packages = packagesOf(root, inputs);
  const created = new Date(Number(process.env['SOURCE_DATE_EPOCH'] ?? 0) * 1000);
  return new Map([
    ['sbom.cdx.json', asText(cyclonedx(packages))],
    ['sbom.spdx.json', asText(spdx(packages, created))],
  ]);
}

/** `node_modules/a/node_modules/@b/c` for a file below it, '' for a file of ours. */
function packageFolder(input: string): string {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? '';
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

function describePackage(root: string, folder: string, paths: readonly string[]): BundledPackage {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
  const { name, version, license = 'NOASSERTION' } = manifest;
  return { name, version, license, files: paths.map((path) => describeFile(root, path)) };
}

function describeFile(root: string, path: string): BundledFile {
  const content = readFileSync(join(root, path));
  const digest = (algorithm: string): string => createHash(algorithm).update(content).digest('hex');
  return { path, sha1: digest('sha1'), sha256: digest('sha256') };
}

function asText(document: object): string {
  return `${JSON.stringify(document, undefined, 1)}\n`;
}
