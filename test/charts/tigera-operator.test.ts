import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { VALUES, CUSTOM_RESOURCES, type ValueSchema } from '../../tools/charts/values.ts';
import { ensureHelm } from '../../tools/helm/build.ts';
import { changedBy, renderChart, withoutRules, type Rendered } from './render.ts';

const folder = 'test/charts/tigera-operator';
/** `npm run golden:charts` sets it: what is rendered becomes what is expected, and the review is the diff. */
const rewrites = process.env['UPDATE_GOLDEN'] === '1';

const cases = readdirSync(folder).flatMap((file) => (file.endsWith('.in.yaml') ? [file.slice(0, -8)] : []));

let helm: string;
let complete: Rendered;
let defaults: Rendered;

beforeAll(async () => {
  helm = await ensureHelm('.', console.log);
  complete = renderChart(helm, 'tigera-operator');
  defaults = withoutRules(complete);
});

function expectGolden(name: string, objects: unknown): void {
  const file = join(folder, `${name}.out.yaml`);
  const text = stringify(objects, { aliasDuplicateObjects: false, lineWidth: 120 });
  if (rewrites) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

describe('the chart tigera-operator', () => {
  it('renders exactly the objects of its golden file without values', () => {
    expectGolden('defaults', Object.fromEntries(defaults));
  });

  it.each(cases)('renders %s as its golden file says', (name) => {
    const rendered = renderChart(helm, 'tigera-operator', ['--values', join(folder, `${name}.in.yaml`)]);
    expectGolden(name, changedBy(withoutRules(rendered), defaults));
  });
});

describe('the roles of the chart', () => {
  it.each([
    ['ClusterRole tigera-operator', 'minimal'],
    ['ClusterRole tigera-operator-crds', 'crds'],
    ['ClusterRole tigera-operator-secrets', 'secrets'],
    ['Role tigera-operator tigera-operator', 'operator-namespace'],
  ])('%s holds the rules of %s.yaml', (role, file) => {
    const rules: unknown = parse(readFileSync(`charts/tigera-operator/rbac/${file}.yaml`, 'utf8'));
    expect(complete.get(role)).toMatchObject({ rules });
  });
});

describe('the values of the chart', () => {
  it.each([
    ['a misspelt key', 'replica=2', /additional properties 'replica' not allowed/],
    ['a misspelt field of the Installation', 'installation.calicoNetwork.bpg=Enabled', /calicoNetwork.*bpg/],
    ['certificates in part', 'certs.node.key=a', /certs.typha.caBundle is missing/],
    ['an unknown profile', 'rbac.profile=wide', /rbac\/profile/],
  ])('refuse %s, with its name', (_, value, message) => {
    expect(() => renderChart(helm, 'tigera-operator', ['--set', value])).toThrow(message);
  });

  it('take every key of the chart of the Go operator, and make the same objects of its defaults', () => {
    const values = ['--values', 'test/charts/go-operator-values.yaml'];
    const rendered = renderChart(helm, 'tigera-operator', values);
    expect([...rendered.keys()]).toEqual([...complete.keys()]);
  });

  it('are each given by a golden case', () => {
    const given = new Set(
      cases.flatMap((name) => keysOf(parse(readFileSync(join(folder, `${name}.in.yaml`), 'utf8')))),
    );
    const resources = Object.keys(CUSTOM_RESOURCES).map((key) => `${key}.enabled`);
    const known = [...resources, ...Object.entries(VALUES).flatMap(([key, schema]) => leaves(key, schema))];
    expect(known.filter((key) => !given.has(key))).toEqual([]);
  });
});

function leaves(key: string, { properties }: ValueSchema): string[] {
  if (properties === undefined) return [key];
  return Object.entries(properties).flatMap(([name, schema]) => leaves(`${key}.${name}`, schema));
}

/** Every path of an object that is not empty, those on the way included. */
function keysOf(value: unknown, path: readonly string[] = []): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key].join('.'), ...keysOf(inner, [...path, key])]);
}
