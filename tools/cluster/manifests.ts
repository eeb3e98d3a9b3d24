import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../src/k8s/object.ts';

/** All objects in the YAML files of a folder, in the order of file names. Subfolders are left out. */
export function readManifests(folder: string): KubeObject[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return files.toSorted().flatMap((file) => parseManifests(readFileSync(join(folder, file), 'utf8')));
}

/** All objects of a YAML text. */
export function parseManifests(text: string): KubeObject[] {
  const documents = parseAllDocuments(text).map((document) => document.toJS() as KubeObject | null);
  return documents.filter((object) => object !== null);
}
