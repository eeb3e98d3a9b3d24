import { stringify } from 'yaml';
import { ofFlavour, type CrdBundle, type CrdFlavour } from '../crds/bundle.ts';

/** Nothing has the name that was asked for. */
export class NoSuchCrd extends Error {
  override readonly name = 'NoSuchCrd';
}

/**
 * The definitions of a flavour whose names begin with `prefix`, or `all`: YAML documents in the order of their names, each
 * behind a comment with its name. One text for each, so that never all are in memory. Throws NoSuchCrd where none fits.
 */
export async function* crdDocuments(bundle: CrdBundle, prefix: string, flavour: CrdFlavour): AsyncGenerator<string> {
  const entries = ofFlavour(await bundle.entries(), flavour);
  const names = entries.map(({ name }) => name).filter((name) => prefix === 'all' || name.startsWith(prefix));
  if (names.length === 0) throw new NoSuchCrd(`No CRD has a name that begins with "${prefix}"`);
  for (const [index, name] of names.entries()) {
    const yaml = stringify(await bundle.load(name), { sortMapEntries: true, aliasDuplicateObjects: false });
    yield `${index === 0 ? '' : '---\n'}# ${name}\n${yaml}`;
  }
}
