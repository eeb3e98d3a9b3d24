import type { StructuralSchema } from '../server/schema/structural-schema.ts';

/** What fields of these names mean; the last of each is wrong. */
const meanings: readonly (readonly [name: RegExp, values: readonly unknown[]])[] = [
  [/cidr/i, ['10.7.0.0/16', 'fd00:7::/48', '10.7.0.0/33']],
  [/^(cpu|memory|ephemeral-storage)$|quantity/i, ['100m', '1Gi', '-1', 'much']],
  [/image|registry|prefix/i, ['example.com/', 'a/b', '', 'UPPER CASE']],
  [/port/i, [8080, 65_535, 1, 70_000]],
  [/selector|labels/i, ['all()', 'linux', '', '!bad label!']],
  [/addr/i, ['192.0.2.7', 'example.com:443', '', 'not an address']],
  [/operator/i, ['Exists', 'In', 'Sometimes']],
  [/path/i, ['/var/lib/x', '/', '', 'relative/..']],
];

const longest = 300;

/** Values for a leaf: valid ones, those at the edges, and wrong ones; each different from the others. */
export function valuesFor(name: string, schema: StructuralSchema): readonly unknown[] {
  const { enum: allowed, type, minimum, maximum } = schema;
  if (allowed !== undefined) return [...allowed.slice(0, 3), 'Wrong'];
  if (type === 'boolean') return [true, false, 'yes'];
  if (schema['x-kubernetes-int-or-string'] === true) return [1, '25%', 0, '200%', 'x'];
  const meant = meanings.find(([pattern]) => pattern.test(name))?.[1].filter((value) => fits(value, type));
  if (meant !== undefined && meant.length > 0) return meant;
  if (type === 'integer' || type === 'number') return numbers(minimum, maximum);
  return type === 'string'
    ? ['x', 'other-value', '', 'x'.repeat(longest), 'Ü \u0000 "']
    : [{}, { 'example.com/key': 'x' }];
}

function fits(value: unknown, type: string | undefined): boolean {
  return type === 'integer' ? typeof value === 'number' : typeof value === type;
}

function numbers(minimum = 0, maximum = 2 ** 31 - 1): number[] {
  return [...new Set([minimum, minimum + 1, maximum, minimum - 1, maximum + 1])];
}
