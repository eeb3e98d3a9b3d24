import type { Manifest } from './script.ts';

const text = { type: 'string' };

const widgetSpec = {
  type: 'object',
  required: ['size'],
  properties: {
    size: { type: 'integer', minimum: 0, maximum: 9 },
    color: { type: 'string', enum: ['red', 'green'], default: 'red' },
    code: { type: 'string', pattern: '^[a-z]+$', maxLength: 5 },
    address: { type: 'string', format: 'ipv4' },
    labels: { type: 'object', additionalProperties: text },
    groups: { type: 'object', additionalProperties: { type: 'object', properties: { x: text, y: text } } },
    whole: { type: 'object', 'x-kubernetes-map-type': 'atomic', properties: { x: text, y: text } },
    nested: { type: 'object', properties: { x: text, y: text, depth: { type: 'integer', default: 3 } } },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    list: { type: 'array', items: text, maxItems: 3 },
    set: { type: 'array', 'x-kubernetes-list-type': 'set', items: text },
    parts: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      items: { type: 'object', required: ['name'], properties: { name: text, value: text, more: text } },
    },
    ports: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['port', 'protocol'],
      items: {
        type: 'object',
        required: ['port'],
        properties: { port: { type: 'integer' }, protocol: { type: 'string', default: 'TCP' }, name: text },
      },
    },
    amount: { 'x-kubernetes-int-or-string': true },
    maybe: { type: 'string', nullable: true },
  },
};

const condition = { type: 'object', required: ['type'], properties: { type: text, status: text } };

const widgetStatus = {
  type: 'object',
  properties: {
    phase: text,
    conditions: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['type'],
      items: condition,
    },
  },
};

/** A CustomResourceDefinition with one version. */
export function definition(
  kind: string,
  scope: 'Namespaced' | 'Cluster',
  options: { readonly schema: object; readonly subresources?: object; readonly group?: string },
): Manifest {
  const { schema, subresources, group = 'example.com' } = options;
  const singular = kind.toLowerCase();
  const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${singular}s.${group}` },
    spec: {
      group,
      scope,
      conversion: { strategy: 'None' },
      names: { kind, listKind: `${kind}List`, plural: `${singular}s`, singular },
      versions: [subresources === undefined ? version : { ...version, subresources }],
    },
  };
}

/** The custom kinds that all scripts find: Widgets have a status of their own, Gadgets do not and are cluster-wide. */
export const customKinds: readonly Manifest[] = [
  definition('Widget', 'Namespaced', {
    schema: { type: 'object', properties: { spec: widgetSpec, status: widgetStatus } },
    subresources: { status: {} },
  }),
  definition('Gadget', 'Cluster', {
    schema: {
      type: 'object',
      properties: {
        spec: { type: 'object', properties: { size: { type: 'integer' } } },
        status: { type: 'object', properties: { phase: text } },
      },
    },
  }),
];
