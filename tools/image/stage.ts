/**
 * Lays out what the image has above its base, in a folder that is copied over `/`:
 *
 *     node tools/image/stage.ts FOLDER
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { bundle } from '../build.ts';

/** Where the files of a build go. What is not named here, source maps above all, is not in the image. */
const places: readonly (readonly [from: string, to: string])[] = [
  ['operator.mjs', 'usr/lib/operator/operator.mjs'],
  ['chunks', 'usr/lib/operator/chunks'],
  ['crds', 'usr/lib/operator/crds'],
  ['sbom.cdx.json', 'usr/share/doc/operator/sbom.cdx.json'],
  ['sbom.spdx.json', 'usr/share/doc/operator/sbom.spdx.json'],
];

/** Builds the operator from the checkout `root`, and lays out its part of the image in `target`. */
export async function stageImage(root: string, target: string): Promise<void> {
  const built = mkdtempSync(join(tmpdir(), 'operator-build-'));
  try {
    await bundle(root, built);
    for (const [from, to] of places)
      cpSync(join(built, from), join(target, to), { recursive: true, filter: isShipped });
  } finally {
    rmSync(built, { recursive: true });
  }
  for (const folder of ['usr/bin', 'licenses']) mkdirSync(join(target, folder), { recursive: true });
  cpSync(join(root, 'image', 'operator'), join(target, 'usr/bin/operator'));
  cpSync(join(root, 'LICENSE'), join(target, 'licenses/LICENSE'));
}

function isShipped(path: string): boolean {
  return !basename(path).endsWith('.map');
}

if (import.meta.main) await stageImage(join(import.meta.dirname, '..', '..'), process.argv[2] ?? 'stage');
