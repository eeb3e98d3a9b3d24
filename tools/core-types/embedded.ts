import { referenceOf, reachableFrom, type OpenApiSchema } from './openapi.ts';

/** The core types that our custom resources embed, by their name in the OpenAPI documents. */
export const EMBEDDED_TYPES: readonly string[] = [
  'io.k8s.api.apps.v1.DaemonSetUpdateStrategy',
  'io.k8s.api.apps.v1.RollingUpdateDeployment',
  'io.k8s.api.core.v1.Affinity',
  'io.k8s.api.core.v1.CSIVolumeSource',
  'io.k8s.api.core.v1.ConfigMapVolumeSource',
  'io.k8s.api.core.v1.EmptyDirVolumeSource',
  'io.k8s.api.core.v1.EnvVar',
  'io.k8s.api.core.v1.HostPathVolumeSource',
  'io.k8s.api.core.v1.LocalObjectReference',
  'io.k8s.api.core.v1.NodeSelector',
  'io.k8s.api.core.v1.PodDNSConfig',
  'io.k8s.api.core.v1.PreferredSchedulingTerm',
  'io.k8s.api.core.v1.ResourceRequirements',
  'io.k8s.api.core.v1.SecretKeySelector',
  'io.k8s.api.core.v1.SecretVolumeSource',
  'io.k8s.api.core.v1.SecurityContext',
  'io.k8s.api.core.v1.Toleration',
  'io.k8s.api.core.v1.TopologySpreadConstraint',
  'io.k8s.api.core.v1.VolumeMount',
  'io.k8s.api.networking.v1.NetworkPolicyEgressRule',
  'io.k8s.api.networking.v1.NetworkPolicyIngressRule',
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector',
];

/**
 * The schemas of the embedded types and of all that they reach, without texts and enums: kubectl explains those types
 * on the kinds they come from, and a newer Kubernetes may know more values than the one that was asked.
 */
export function embeddedSchemas(
  schemas: Readonly<Record<string, OpenApiSchema>>,
  roots: readonly string[],
): Record<string, OpenApiSchema> {
  const names = [...reachableFrom(roots, schemas)].sort();
  return Object.fromEntries(names.map((name) => [name, pruned(schemas[name] ?? {})]));
}

/** Other extensions are for clients of the kind itself: patch strategy, unions, group and version. */
const kept = new Set([
  'type',
  'format',
  'required',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
]);

function pruned(node: OpenApiSchema): OpenApiSchema {
  const reference = referenceOf(node);
  if (reference !== undefined) return { $ref: reference };
  const own: OpenApiSchema = Object.fromEntries(Object.entries(node).filter(([keyword]) => kept.has(keyword)));
  return {
    ...own,
    ...(node.properties === undefined ? {} : { properties: fields(node.properties, node.required ?? []) }),
    ...(node.items === undefined ? {} : { items: pruned(node.items) }),
    ...(node.additionalProperties === undefined ? {} : { additionalProperties: pruned(node.additionalProperties) }),
  };
}

function fields(
  properties: Readonly<Record<string, OpenApiSchema>>,
  required: readonly string[],
): Record<string, OpenApiSchema> {
  const entries = Object.entries(properties).map(([name, field]): [string, OpenApiSchema] => [
    name,
    { ...pruned(field), ...(required.includes(name) ? {} : realDefault(field)) },
  ]);
  return Object.fromEntries(entries);
}

/**
 * The documents give every field that Go never omits its zero value as default, `{}` and required fields too. A default
 * in earnest is a scalar on an optional field.
 */
function realDefault(field: OpenApiSchema): OpenApiSchema {
  return field.default === undefined || typeof field.default === 'object' ? {} : { default: field.default };
}
