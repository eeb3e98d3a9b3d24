/**
 * Compares two folders of CustomResourceDefinitions by meaning: texts, annotations, order and empty values aside.
 * Prints a line per difference and ends with 1 if there is one. A manifest that only one folder has is a difference.
 *
 *     node tools/compare-crds.ts config/crd/operator <folder>
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { differences, nameOf, normalized, type Json } from './crd-differences.ts';

function load(folder: string): ReadonlyMap<string, Json> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const manifests = files.map((file) => parse(readFileSync(path.join(folder, file), 'utf8')) as Json);
  return new Map(manifests.map((manifest) => [nameOf(manifest), normalized(manifest, 'manifest')]));
}

function main([ours, theirs]: readonly string[]): void {
  if (ours === undefined || theirs === undefined) throw new Error('usage: node tools/compare-crds.ts <ours> <theirs>');
  const [left, right] = [load(ours), load(theirs)];
  const names = [...new Set([...left.keys(), ...right.keys()])].sort();
  const found = names.flatMap((name) => differences(left.get(name), right.get(name), name));
  for (const line of found) console.log(line);
  console.log(`${found.length} differences in ${names.length} definitions`);
  if (found.length > 0) process.exitCode = 1;
}

main(process.argv.slice(2));
