/**
 * Compares two folders of CustomResourceDefinitions by meaning: texts, annotations, order and empty values aside. Prints a line per
 * difference and ends with 1 if there is one. Manifests that only one folder has count as a difference.
 *
 *     node tools/compare-crds.ts config/crd/operator <folder>
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

function load(folder: string): ReadonlyMap<string, Json> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const manifests = files.map((file) => parse(readFileSync(path.join(folder, file), 'utf8')) as Json);
  return new Map(manifests.map((manifest) => [nameOf(manifest), normalized(manifest, 'manifest')]));
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(manifest: Json): string {
  const metadata = isObject(manifest) ? manifest['metadata'] : undefined;
  const name = isObject(metadata) ? metadata['name'] : undefined;
  return typeof name === 'string' ? name : '(no name)';
}

/** Lists whose order says nothing. */
const unordered = new Set(['required', 'enum', 'shortNames']);

const byText = (one: Json, other: Json): number => JSON.stringify(one).localeCompare(JSON.stringify(other));

/** A field may itself be named `description`: texts are dropped from schemas, not from `properties`. */
function normalized(value: Json, key: string): Json {
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => normalized(item, ''));
    return unordered.has(key) ? items.sort(byText) : items;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(withoutAllOf(value))
    .filter(([name]) => key === 'properties' || (name !== 'description' && name !== 'annotations'))
    .filter(([name, child]) => !(name === 'subresources' && isObject(child) && Object.keys(child).length === 0))
    .map(([name, child]): [string, Json] => [name, normalized(child, name)])
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries);
}

/** `allOf` of enums is the enum of what all of them allow. */
function withoutAllOf(node: { readonly [key: string]: Json }): { readonly [key: string]: Json } {
  const { allOf, ...rest } = node;
  if (!Array.isArray(allOf)) return node;
  const enums = allOf.map((branch: Json) => (isObject(branch) ? branch['enum'] : undefined));
  if (!enums.every((values): values is readonly Json[] => Array.isArray(values))) return node;
  const [first = [], ...others] = enums;
  return { ...rest, enum: first.filter((value) => others.every((values) => values.includes(value))) };
}

function differences(ours: Json | undefined, theirs: Json | undefined, where: string): string[] {
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return [];
  if (!isObject(ours) || !isObject(theirs)) {
    if (Array.isArray(ours) && Array.isArray(theirs) && ours.length === theirs.length) {
      return ours.flatMap((item: Json, index) => differences(item, theirs[index] as Json, `${where}[${index}]`));
    }
    return [`${where}: ${JSON.stringify(ours)} instead of ${JSON.stringify(theirs)}`];
  }
  const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
  return keys.flatMap((key) => differences(ours[key], theirs[key], `${where}.${key}`));
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
