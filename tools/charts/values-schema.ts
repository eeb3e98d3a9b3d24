import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { CUSTOM_RESOURCES, VALUES, type ValueSchema } from './values.ts';

/** What of a CRD's schema is read here (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/). */
interface CrdSchema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, CrdSchema>>;
  readonly additionalProperties?: CrdSchema | boolean;
  readonly items?: CrdSchema;
  readonly 'x-kubernetes-int-or-string'?: boolean;
}

/**
 * The schema of the chart's values. Custom resources are checked to this depth, which finds misspelt fields; what is
 * below, pod specs above all, the API server checks: whole, the schema would weigh more than the chart.
 */
const depth = 4;

/** Values of the chart as JSON Schema; `root` is the checkout. */
export function valuesSchema(root: string): object {
  const resources = Object.entries(CUSTOM_RESOURCES).map(([key, crd]) => [key, resourceSchema(specOf(root, crd))]);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Values of the chart tigera-operator',
    type: 'object',
    additionalProperties: false,
    // Helm hands `global` to every chart.
    properties: { global: { type: 'object' }, ...(Object.fromEntries(resources) as object), ...VALUES },
  };
}

function specOf(root: string, crd: string): CrdSchema {
  const manifest = parse(readFileSync(path.join(root, 'config/crd', `${crd}.yaml`), 'utf8')) as {
    spec: { versions: [{ schema: { openAPIV3Schema: { properties: { spec: CrdSchema } } } }] };
  };
  return manifest.spec.versions[0].schema.openAPIV3Schema.properties.spec;
}

function resourceSchema(spec: CrdSchema): ValueSchema {
  const { properties = {}, ...rest } = checked(spec, depth);
  const enabled = { type: 'boolean', description: 'Whether the chart makes the custom resource.' };
  return { ...rest, type: 'object', additionalProperties: false, properties: { enabled, ...properties } };
}

function checked(schema: CrdSchema, levels: number): ValueSchema {
  if (schema['x-kubernetes-int-or-string'] === true) return { type: ['string', 'integer'] };
  const known = { ...(schema.enum === undefined ? typed(schema.type) : { enum: [...schema.enum, null] }) };
  if (levels === 0) return known;
  return { ...known, ...below(schema, levels - 1) };
}

/** Empty values such as `key:` are null in YAML, and mean that the field is not given. */
function typed(type: string | undefined): ValueSchema {
  return type === undefined ? {} : { type: [type, 'null'] };
}

function below({ properties, items }: CrdSchema, levels: number): ValueSchema {
  if (items !== undefined) return { items: checked(items, levels) };
  if (properties === undefined) return {};
  const schemas = Object.entries(properties).map(([name, schema]) => [name, checked(schema, levels)] as const);
  return { additionalProperties: false, properties: Object.fromEntries(schemas) };
}
