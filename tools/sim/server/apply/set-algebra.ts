import type { FieldSet } from '../../../../src/k8s/object.ts';

/**
 * Sets of fields in the form of `fieldsV1`: a node is in the set itself when it has the key `.` or no key at all. All
 * results have the server's order of keys: `.`, fields, keyed items, values.
 */

const member: FieldSet = {};

/** Whether the node itself, not only something below it, is in the set. */
export function isMember(node: FieldSet): boolean {
  for (const key in node) return key === '.' || node['.'] !== undefined;
  return true;
}

/** A node out of its parts; undefined where nothing is in the set. Keys of `below` are put in order. */
export function nodeOf(isItself: boolean, below: [string, FieldSet][]): FieldSet | undefined {
  if (below.length === 0) return isItself ? member : undefined;
  if (!isInOrder(below)) below.sort(([left], [right]) => compareKeys(left, right));
  const node: Record<string, FieldSet> = isItself ? { '.': member } : {};
  for (const [key, child] of below) node[key] = child;
  return node;
}

/** Whether a node is made of exactly these parts; children are compared by identity. */
export function consistsOf(node: FieldSet, isItself: boolean, below: readonly [string, FieldSet][]): boolean {
  if (isMember(node) !== isItself) return false;
  let count = 0;
  for (const key in node) if (key !== '.') count += 1;
  return count === below.length && below.every(([key, child]) => node[key] === child);
}

function isInOrder(below: readonly [string, FieldSet][]): boolean {
  for (let index = 1; index < below.length; index += 1) {
    if (compareKeys(below[index - 1]?.[0] ?? '', below[index]?.[0] ?? '') > 0) return false;
  }
  return true;
}

/** Items with a number among their keys are in the order of the number. */
const numericKey = /^k:.*":\d/;
const byNumber = new Intl.Collator('en', { numeric: true });

function compareKeys(left: string, right: string): number {
  const isNumeric = left.startsWith('k:') && numericKey.test(left) && numericKey.test(right);
  if (isNumeric) return byNumber.compare(left, right);
  return left < right ? -1 : 1;
}

/** What is in either set; undefined stands for a set without fields, here as everywhere below. */
export function union(left: FieldSet | undefined, right: FieldSet | undefined): FieldSet | undefined {
  return left === undefined || right === undefined ? (left ?? right) : unionOfNodes(left, right);
}

function unionOfNodes(left: FieldSet, right: FieldSet): FieldSet {
  if (left === right) return left;
  const below: [string, FieldSet][] = [];
  for (const [key, child] of childrenOf(left)) {
    const other = right[key];
    below.push([key, other === undefined ? child : unionOfNodes(child, other)]);
  }
  for (const [key, child] of childrenOf(right)) if (left[key] === undefined) below.push([key, child]);
  return nodeOf(isMember(left) || isMember(right), below) ?? member;
}

/** Whether all of `right` is in `left`. */
export function covers(left: FieldSet | undefined, right: FieldSet | undefined): boolean {
  if (right === undefined || left === right) return true;
  if (left === undefined || (isMember(right) && !isMember(left))) return false;
  for (const key in right) if (key !== '.' && !covers(left[key], right[key])) return false;
  return true;
}

/** What is in `left` but not in `right`; undefined where that is nothing, `left` itself where the two share nothing. */
export function subtract(left: FieldSet, right: FieldSet | undefined): FieldSet | undefined {
  if (right === undefined || !overlaps(left, right)) return left;
  const below: [string, FieldSet][] = [];
  for (const [key, child] of childrenOf(left)) {
    const rest = subtract(child, right[key]);
    if (rest !== undefined) below.push([key, rest]);
  }
  return nodeOf(isMember(left) && !isMember(right), below);
}

function overlaps(left: FieldSet, right: FieldSet): boolean {
  if (isMember(left) && isMember(right)) return true;
  for (const key in left) {
    const [one, other] = [left[key], right[key]];
    if (key !== '.' && one !== undefined && other !== undefined && overlaps(one, other)) return true;
  }
  return false;
}

/** What is in both sets; undefined where that is nothing. */
export function intersect(left: FieldSet, right: FieldSet): FieldSet | undefined {
  const below: [string, FieldSet][] = [];
  for (const [key, child] of childrenOf(left)) {
    const other = right[key];
    const common = other === undefined ? undefined : intersect(child, other);
    if (common !== undefined) below.push([key, common]);
  }
  return nodeOf(isMember(left) && isMember(right), below);
}

/** The entries of a node but for the node itself. */
export function childrenOf(node: FieldSet): [string, FieldSet][] {
  const children: [string, FieldSet][] = [];
  for (const key in node) {
    const child = node[key];
    if (key !== '.' && child !== undefined) children.push([key, child]);
  }
  return children;
}

/** Each member as the server writes a path: `.spec.containers[name="c"].image`; those of one level before what is below. */
export function pathsOf(set: FieldSet, prefix = ''): string[] {
  const children = childrenOf(set).map(([key, child]) => ({ path: `${prefix}${segmentOf(key)}`, child }));
  const members = children.filter(({ child }) => isMember(child)).map(({ path }) => path);
  return [...members, ...children.flatMap(({ path, child }) => pathsOf(child, path))];
}

function segmentOf(key: string): string {
  const text = key.slice(2);
  if (key.startsWith('f:')) return `.${text}`;
  if (key.startsWith('v:')) return `[=${text}]`;
  const named = Object.entries(JSON.parse(text) as Record<string, unknown>);
  return `[${named.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`;
}
