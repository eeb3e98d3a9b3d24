import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { KubeObject } from '../src/k8s/object.ts';

/** An intended difference from the operator that this one replaces, as `test/parity/deviations.yaml` lists it. */
export interface Deviation {
  /** `Kind.group/namespace/name`, a glob; `core` is the group without a name. */
  readonly object: string;
  /** Path of a field, a glob; `[…]` picks an item of a list by number or by name. */
  readonly path: string;
  readonly reason: string;
}

/** All that are intended. */
export function readDeviations(file: string): readonly Deviation[] {
  return parse(readFileSync(file, 'utf8')) as Deviation[];
}

/** Whether a difference is intended. `path` has the numbers of items, `spec.egress.4.action`; a name stands for any. */
export function isIntended(object: KubeObject, path: string, deviations: readonly Deviation[]): boolean {
  const name = nameOf(object);
  return deviations.some((each) => objectPattern(each.object).test(name) && pathPattern(each.path).test(path));
}

function nameOf({ apiVersion, kind, metadata }: KubeObject): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : 'core';
  return `${kind}.${group}/${metadata.namespace ?? ''}/${metadata.name}`;
}

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const glob = (text: string): string => text.split('*').map(literal).join('.*');

function objectPattern(object: string): RegExp {
  return new RegExp(`^${glob(object)}$`);
}

function pathPattern(path: string): RegExp {
  const parts = path.split(/\[([^\]]*)\]/);
  const pattern = parts.map((part, index) => (index % 2 === 0 ? glob(part) : itemPattern(part)));
  return new RegExp(`^${pattern.join('')}$`);
}

function itemPattern(item: string): string {
  return /^\d+$/.test(item) ? String.raw`\.${item}` : String.raw`\.\d+`;
}
