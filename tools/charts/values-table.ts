import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { CUSTOM_RESOURCES, VALUES, type ValueSchema } from './values.ts';

const chart = 'charts/tigera-operator';

interface Row {
  readonly key: string;
  readonly meaning: string;
}

/** The table of the chart's values, in Markdown: key, default, meaning. */
export function valuesTable(root: string): string {
  const defaults = parse(readFileSync(path.join(root, chart, 'values.yaml'), 'utf8')) as object;
  const rows = [...resourceRows(), ...Object.entries(VALUES).flatMap(([key, schema]) => rowsOf(key, schema))];
  const lines = rows.map(({ key, meaning }) => `| \`${key}\` | ${shown(at(defaults, key))} | ${meaning} |`);
  return ['| value | default | meaning |', '| --- | --- | --- |', ...lines, ''].join('\n');
}

function resourceRows(): Row[] {
  return Object.entries(CUSTOM_RESOURCES).flatMap(([key, crd]) => {
    const kind = key === 'defaultFelixConfiguration' ? 'FelixConfiguration' : key;
    const resource = crd.split('/')[1]?.split('.')[0] ?? kind;
    return [
      { key: `${key}.enabled`, meaning: `Whether the chart makes the object \`default\` of \`${resource}\`.` },
      { key: `${key}.*`, meaning: `Its spec, word for word: \`kubectl explain ${resource}.spec\`.` },
    ];
  });
}

function rowsOf(key: string, { description = '', properties }: ValueSchema): Row[] {
  if (properties === undefined) return [{ key, meaning: description }];
  return Object.entries(properties).flatMap(([name, schema]) => rowsOf(`${key}.${name}`, schema));
}

function at(values: unknown, key: string): unknown {
  if (key.endsWith('.*')) return undefined;
  return key.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | null)?.[name], values);
}

function shown(value: unknown): string {
  return value === undefined || value === null ? '' : `\`${JSON.stringify(value)}\``;
}
