/**
 * `node tools/controlplane/link-programs.ts FOLDER`: links the programs of the control plane, built where they are missing,
 * and kwok's stages into one folder, for tools that look for them in one place. kubectl is among them.
 */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePrograms } from './build.ts';

async function linkPrograms(root: string, folder: string): Promise<void> {
  const { paths, stages } = await ensurePrograms(root, (line) => console.log(line));
  mkdirSync(folder, { recursive: true });
  for (const [program, path] of Object.entries(paths)) symlinkSync(path, join(folder, program));
  symlinkSync(stages, join(folder, 'stages.yaml'));
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node tools/controlplane/link-programs.ts FOLDER');
await linkPrograms(join(import.meta.dirname, '..', '..'), folder);
