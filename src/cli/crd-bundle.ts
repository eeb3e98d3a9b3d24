import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CrdBundle, CrdEntry } from '../crds/bundle.ts';
import type { CrdManifest } from '../crds/definition.ts';

/** The list of what is in the folder. */
export const BUNDLE_INDEX = 'index.json';

/** The manifests as `npm run build` leaves them in a folder: an index, and a JSON file for each definition. */
export function readCrdBundle(folder: string): CrdBundle {
  const entries = async (): Promise<readonly CrdEntry[]> => {
    const text = await readFile(join(folder, BUNDLE_INDEX), 'utf8').catch((cause: unknown) => {
      throw new Error(`${folder} has no CRDs; "npm run build" writes them`, { cause });
    });
    return JSON.parse(text) as CrdEntry[];
  };
  const load = async (name: string): Promise<CrdManifest> =>
    JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as CrdManifest;
  return { entries, load };
}
