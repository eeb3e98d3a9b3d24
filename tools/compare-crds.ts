/**
 * Compares two folders of CustomResourceDefinitions by meaning: texts, annotations, order and empty values aside.
 * Prints a line per difference and ends with 1 if there is one. A manifest that only one folder has is a difference.
 * Fields that we add on purpose are listed in test/parity/crd-additions.yaml.
 *
 *     node tools/compare-crds.ts config/crd/operator <folder>
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { withoutAdditions, type Addition } from './crd-additions.ts';
import { differences, nameOf, normalized, type Json } from './crd-differences.ts';

const additionsFile = new URL('../test/parity/crd-additions.yaml', import.meta.url);

function loadAdditions(): readonly Addition[] {
  return parse(readFileSync(additionsFile, 'utf8')) as Addition[];
}

/** A line for each difference between two manifests that is not listed, and for each listed one that is none. */
function compare(ours: Json | undefined, theirs: Json | undefined, name: string): readonly string[] {
  if (ours === undefined || theirs === undefined) return differences(ours, theirs, name);
  const additions = loadAdditions().filter(({ crd }) => crd === name);
  const { rest, wrong } = withoutAdditions(ours, theirs, additions);
  return [...wrong.map((line) => `${name}.${line}`), ...differences(rest, theirs, name)];
}

function load(folder: string): ReadonlyMap<string, Json> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const manifests = files.map((file) => parse(readFileSync(path.join(folder, file), 'utf8')) as Json);
  return new Map(manifests.map((manifest) => [nameOf(manifest), normalized(manifest, 'manifest')]));
}

function main([ours, theirs]: readonly string[]): void {
  if (ours === undefined || theirs === undefined) throw new Error('usage: node tools/compare-crds.ts <ours> <theirs>');
  const [left, right] = [load(ours), load(theirs)];
  const names = [...new Set([...left.keys(), ...right.keys()])].sort();
  const found = names.flatMap((name) => compare(left.get(name), right.get(name), name));
  for (const line of found) console.log(line);
  console.log(`${found.length} differences in ${names.length} definitions`);
  if (found.length > 0) process.exitCode = 1;
}

main(process.argv.slice(2));
