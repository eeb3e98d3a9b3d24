import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { KubeObject } from '../../../src/k8s/object.ts';

type Folder = 'operator' | 'v1' | 'v3' | 'policy';

const loaded = new Map<string, readonly KubeObject[]>();

/**
 * The CustomResourceDefinitions of `config/crd` below `root`, read once: those of the operator, of the policy API and, unless
 * other folders are named, of Calico in its v3 form.
 */
export function loadCrds(
  root: string,
  folders: readonly Folder[] = ['operator', 'v3', 'policy'],
): readonly KubeObject[] {
  return folders.flatMap((name) => {
    const folder = join(root, 'config', 'crd', name);
    const known = loaded.get(folder) ?? crdsIn(folder);
    loaded.set(folder, known);
    return known;
  });
}

function crdsIn(folder: string): KubeObject[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.toSorted().map((file) => parse(readFileSync(join(folder, file), 'utf8')) as KubeObject);
}
