import { referenceOf, reachableFrom, type OpenApiSchema } from './openapi.ts';

/** The core types that our custom resources embed, by their name in the OpenAPI documents. */
export const EMBEDDED_TYPES: readonly string[] = [
  'io.k8s.api.apps.v1.DaemonSetUpdateStrategy',
  'io.k8s.api.apps.v1.RollingUpdateDeployment',
  'io.k8s.api.core.v1.Affinity',
  'io.k8s.api.core.v1.LocalObjectReference',
  'io.k8s.api.core.v1.NodeSelector',
  'io.k8s.api.core.v1.PodDNSConfig',
  'io.k8s.api.core.v1.PreferredSchedulingTerm',
  'io.k8s.api.core.v1.ResourceRequirements',
  'io.k8s.api.core.v1.Toleration',
  'io.k8s.api.core.v1.TopologySpreadConstraint',
  'io.k8s.api.networking.v1.NetworkPolicyEgressRule',
  'io.k8s.api.networking.v1.NetworkPolicyIngressRule',
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector',
];

/**
 * The schemas of the embedded types and of all that they reach, without texts: kubectl explains those types on the
 * kinds they come from, and in a CRD they would be nine tenths of its size.
 */
export function embeddedSchemas(
  schemas: Readonly<Record<string, OpenApiSchema>>,
  roots: readonly string[],
): Record<string, OpenApiSchema> {
  const names = [...reachableFrom(roots, schemas)].sort();
  return Object.fromEntries(names.map((name) => [name, pruned(schemas[name] ?? {})]));
}

function pruned(node: OpenApiSchema): OpenApiSchema {
  const reference = referenceOf(node);
  if (reference !== undefined) return { $ref: reference };
  const { description: _text, enum: _values, ...rest } = keepMeaning(node);
  return rest;
}

/** Vendor extensions other than list and map semantics are for clients of the kind itself (patch strategy, unions). */
function keepMeaning(node: OpenApiSchema): OpenApiSchema {
  const entries = Object.entries(node).filter(([key]) => !key.startsWith('x-kubernetes-') || meaningful.has(key));
  const kept: OpenApiSchema = Object.fromEntries(entries);
  return {
    ...kept,
    ...(node.properties === undefined ? {} : { properties: prunedProperties(node.properties) }),
    ...(node.items === undefined ? {} : { items: pruned(node.items) }),
    ...(node.additionalProperties === undefined ? {} : { additionalProperties: pruned(node.additionalProperties) }),
  };
}

const meaningful = new Set(['x-kubernetes-list-type', 'x-kubernetes-list-map-keys', 'x-kubernetes-map-type']);

function prunedProperties(properties: Readonly<Record<string, OpenApiSchema>>): Record<string, OpenApiSchema> {
  return Object.fromEntries(Object.entries(properties).map(([key, child]) => [key, withDefault(child)]));
}

/** A field's own default is beside its reference and must survive where it completes a list-map key. */
function withDefault(child: OpenApiSchema): OpenApiSchema {
  const schema = pruned(child);
  return schema.$ref !== undefined && child.default !== undefined ? { ...schema, default: child.default } : schema;
}
