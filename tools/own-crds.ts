import { BUNDLE_INDEX } from '../src/cli/crd-bundle.ts';
import type { CrdBundle, CrdEntry } from '../src/crds/bundle.ts';
import type { CrdManifest } from '../src/crds/definition.ts';
import { crdBundleFiles } from './crds.ts';

let files: ReadonlyMap<string, string> | undefined;

/** The CRDs of this checkout, as `npm run build` would write them. */
export function ownCrds(): CrdBundle {
  files ??= crdBundleFiles(process.cwd());
  const text = (file: string): string => files?.get(file) ?? '';
  return {
    entries: () => Promise.resolve(JSON.parse(text(BUNDLE_INDEX)) as CrdEntry[]),
    load: (name) => Promise.resolve(JSON.parse(text(`${name}.json`)) as CrdManifest),
  };
}
