import { isEmpty } from '../../../../src/reconcilers/apply/field-set.ts';
import type { FieldSet } from '../../../../src/k8s/object.ts';

/**
 * Sets of fields in the form of `fieldsV1`: a node is in the set itself when it has the key `.` or no key at all. All
 * results have the server's order of keys: `.`, fields, keyed items, values.
 */

const member: FieldSet = {};

/** Whether the node itself, not only something below it, is in the set. */
export function isMember(node: FieldSet): boolean {
  return '.' in node || isEmpty(node);
}

/** A node out of its parts; undefined where nothing is in the set. Keys of `below` are put in order. */
export function nodeOf(isItself: boolean, below: [string, FieldSet][]): FieldSet | undefined {
  if (below.length === 0) return isItself ? member : undefined;
  if (below.length > 1) below.sort(([left], [right]) => compareKeys(left, right));
  const node: Record<string, FieldSet> = isItself ? { '.': member } : {};
  for (const [key, child] of below) node[key] = child;
  return node;
}

/** Items with a number among their keys are in the order of the number. */
const numericKey = /^k:.*":\d/;
const byNumber = new Intl.Collator('en', { numeric: true });

function compareKeys(left: string, right: string): number {
  if (numericKey.test(left) && numericKey.test(right)) return byNumber.compare(left, right);
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

/** What is in `left` but not in `right`; undefined where that is nothing. */
export function subtract(left: FieldSet, right: FieldSet | undefined): FieldSet | undefined {
  if (right === undefined) return left;
  const below: [string, FieldSet][] = [];
  for (const [key, child] of childrenOf(left)) {
    const rest = subtract(child, right[key]);
    if (rest !== undefined) below.push([key, rest]);
  }
  return nodeOf(isMember(left) && !isMember(right), below);
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
  return Object.entries(node).filter(([key]) => key !== '.');
}

/** Each member as the server writes a path: `.spec.containers[name="c"].image`. */
export function pathsOf(set: FieldSet, prefix = ''): string[] {
  const own = prefix !== '' && isMember(set) ? [prefix] : [];
  return [...own, ...childrenOf(set).flatMap(([key, child]) => pathsOf(child, `${prefix}${segmentOf(key)}`))];
}

function segmentOf(key: string): string {
  const text = key.slice(2);
  if (key.startsWith('f:')) return `.${text}`;
  if (key.startsWith('v:')) return `[=${text}]`;
  const named = Object.entries(JSON.parse(text) as Record<string, unknown>);
  return `[${named.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`;
}
