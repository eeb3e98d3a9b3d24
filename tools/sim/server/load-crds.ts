import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { KubeObject } from '../../../src/k8s/object.ts';

const folders = ['operator', 'v3', 'policy'] as const;
const loaded = new Map<string, readonly KubeObject[]>();

/**
 * The CustomResourceDefinitions of `config/crd` below `root`, read once for each root: those of the operator, of Calico in
 * its v3 form and of the policy API.
 */
export function loadCrds(root: string): readonly KubeObject[] {
  const known = loaded.get(root) ?? folders.flatMap((folder) => crdsIn(join(root, 'config', 'crd', folder)));
  loaded.set(root, known);
  return known;
}

function crdsIn(folder: string): KubeObject[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.toSorted().map((file) => parse(readFileSync(join(folder, file), 'utf8')) as KubeObject);
}
