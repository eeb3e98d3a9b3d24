/**
 * The vocabulary that our schemas are written in: zod, plus what Kubernetes' structural schemas have and zod has not.
 * Every field carries a description; `tools/crds.ts` refuses one without. Defaults of the API server stand in `meta`, not
 * in zod's `default`, because a field with one may be absent in what a user sends.
 *
 * Files that import this one are for the generator and for tests. The operator imports their types only, so that zod is
 * never loaded in a cluster: it would cost memory for nothing, as the API server checks every object.
 */
import * as z from 'zod';
import { INT_OR_STRING, QUANTITY_PATTERN } from './embedded-schema.ts';
import type {
  Affinity,
  ConfigMapVolumeSource,
  CSIVolumeSource,
  DaemonSetUpdateStrategy,
  EmptyDirVolumeSource,
  EnvVar,
  HostPathVolumeSource,
  LabelSelector,
  LocalObjectReference,
  NetworkPolicyEgressRule,
  NetworkPolicyIngressRule,
  NodeSelector,
  PodDNSConfig,
  PreferredSchedulingTerm,
  ResourceRequirements,
  RollingUpdateDeployment,
  SecretKeySelector,
  SecretVolumeSource,
  SecurityContext,
  Toleration,
  TopologySpreadConstraint,
  VolumeMount,
} from './generated/core.gen.ts';

/** Fields of an object schema by name. */
export type Fields = Readonly<Record<string, z.ZodType>>;

type Optional<F extends Fields> = { [K in keyof F]: z.ZodExactOptional<F[K]> };

/** An object whose fields may all be absent (but not `undefined`), as most of the Kubernetes API is. */
export type Struct<F extends Fields> = z.ZodObject<Optional<F>>;

export function struct<F extends Fields>(description: string, fields: F): Struct<F> {
  return z.object(fields).exactPartial().describe(description);
}

/** An object whose fields must all be there. */
export function structOf<R extends Fields>(description: string, fields: R): z.ZodObject<R> {
  return z.object(fields).describe(description);
}

/** An object with some required fields. */
export type StructWith<R extends Fields, F extends Fields> = z.ZodObject<R & Optional<F>>;

export function structWith<R extends Fields, F extends Fields>(
  description: string,
  fields: { readonly required: R; readonly optional: F },
): StructWith<R, F> {
  const optional = z.object(fields.optional).exactPartial();
  return z.object(fields.required).extend(optional.shape).describe(description) as unknown as StructWith<R, F>;
}

/** Types of Kubernetes itself that our resources embed, by their name in its OpenAPI documents. */
export interface EmbeddedTypes {
  'io.k8s.api.apps.v1.DaemonSetUpdateStrategy': DaemonSetUpdateStrategy;
  'io.k8s.api.apps.v1.RollingUpdateDeployment': RollingUpdateDeployment;
  'io.k8s.api.core.v1.Affinity': Affinity;
  'io.k8s.api.core.v1.CSIVolumeSource': CSIVolumeSource;
  'io.k8s.api.core.v1.ConfigMapVolumeSource': ConfigMapVolumeSource;
  'io.k8s.api.core.v1.EmptyDirVolumeSource': EmptyDirVolumeSource;
  'io.k8s.api.core.v1.EnvVar': EnvVar;
  'io.k8s.api.core.v1.HostPathVolumeSource': HostPathVolumeSource;
  'io.k8s.api.core.v1.LocalObjectReference': LocalObjectReference;
  'io.k8s.api.core.v1.NodeSelector': NodeSelector;
  'io.k8s.api.core.v1.PodDNSConfig': PodDNSConfig;
  'io.k8s.api.core.v1.PreferredSchedulingTerm': PreferredSchedulingTerm;
  'io.k8s.api.core.v1.ResourceRequirements': ResourceRequirements;
  'io.k8s.api.core.v1.SecretKeySelector': SecretKeySelector;
  'io.k8s.api.core.v1.SecretVolumeSource': SecretVolumeSource;
  'io.k8s.api.core.v1.SecurityContext': SecurityContext;
  'io.k8s.api.core.v1.Toleration': Toleration;
  'io.k8s.api.core.v1.TopologySpreadConstraint': TopologySpreadConstraint;
  'io.k8s.api.core.v1.VolumeMount': VolumeMount;
  'io.k8s.api.networking.v1.NetworkPolicyEgressRule': NetworkPolicyEgressRule;
  'io.k8s.api.networking.v1.NetworkPolicyIngressRule': NetworkPolicyIngressRule;
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector': LabelSelector;
}

/** A field of one of Kubernetes' own types; the generator puts that type's schema in its place. */
export function k8sType<N extends keyof EmbeddedTypes>(
  name: N,
  description?: string,
): z.ZodCustom<EmbeddedTypes[N], EmbeddedTypes[N]> {
  const text = description === undefined ? {} : { description };
  return z.custom<EmbeddedTypes[N]>((value) => typeof value === 'object').meta({ 'x-core-type': name, ...text });
}

const isIntOrString = (value: unknown): boolean => typeof value === 'string' || Number.isInteger(value);

/** Keywords that any schema may carry beside its type. */
export interface Keywords {
  readonly [keyword: string]: unknown;
}

/** A number or a string on the wire, like `25` and `25%`. */
export function intOrString(
  description: string,
  keywords: Keywords = {},
): z.ZodCustom<number | string, number | string> {
  return z
    .custom<number | string>(isIntOrString)
    .meta({ ...INT_OR_STRING, ...keywords })
    .describe(description);
}

/** A mark on packets, as a number from 0 to 63 or by the name of its class, like AF11. */
export function dscpMark(description: string): z.ZodCustom<number | string, number | string> {
  return z
    .custom<number | string>(isIntOrString)
    .meta({ type: 'integer', 'x-kubernetes-int-or-string': true, pattern: '^.*' })
    .describe(description);
}

/** A resource quantity, like `100Mi` or `0.5`. */
export function quantity(description: string): z.ZodCustom<number | string, number | string> {
  return z
    .custom<number | string>((value) => isIntOrString(value) && new RegExp(QUANTITY_PATTERN).test(String(value)))
    .meta({ ...INT_OR_STRING, pattern: QUANTITY_PATTERN })
    .describe(description);
}

export function int32(description: string): z.ZodInt {
  return z.int().meta({ format: 'int32' }).describe(description);
}

export function int64(description: string): z.ZodInt {
  return z.int().meta({ format: 'int64' }).describe(description);
}

export function stringMap(description: string): z.ZodRecord<z.ZodString, z.ZodString> {
  return z.record(z.string(), z.string()).describe(description);
}

/** A string with a pattern in the dialect of the API server (RE2), where JavaScript reads it the same way. */
export function matching(pattern: string, description: string): z.ZodString {
  return z.string().regex(new RegExp(pattern)).meta({ pattern }).describe(description);
}

/** One of a few words in any case, or nothing: older Calico clients wrote them in lower case. */
export function anyCase(words: readonly string[], description: string): z.ZodString {
  const alternatives = words.join('|');
  return z
    .string()
    .regex(new RegExp(`^(${alternatives})?$`, 'i'))
    .meta({ pattern: `^(?i)(${alternatives})?$` })
    .describe(description);
}

/** `metadata` of a workload or of its pods, as far as a user may add to it. */
export type AddedMetadata = Struct<{
  annotations: z.ZodRecord<z.ZodString, z.ZodString>;
  labels: z.ZodRecord<z.ZodString, z.ZodString>;
}>;

/** A rule in the Common Expression Language that the API server evaluates on each write. */
export interface CelRule {
  readonly rule: string;
  readonly message: string;
  readonly reason?: 'FieldValueForbidden' | 'FieldValueInvalid';
}

/** Puts CEL rules on a schema. They are checked by the API server only; zod does not see them. */
export function withRules<T extends z.ZodType>(schema: T, rules: readonly CelRule[]): T {
  return schema.meta({ 'x-kubernetes-validations': rules });
}

/** A list without duplicates; the API server refuses them and merges the list item by item. */
export function setOf<T extends z.ZodType>(item: T, description: string): z.ZodArray<T> {
  return z.array(item).meta({ 'x-kubernetes-list-type': 'set' }).describe(description);
}

/** A list that one writer owns as a whole. */
export function atomicListOf<T extends z.ZodType>(item: T, description: string): z.ZodArray<T> {
  return z.array(item).meta({ 'x-kubernetes-list-type': 'atomic' }).describe(description);
}

/** A list of plain items. */
export function listOf<T extends z.ZodType>(item: T, description: string): z.ZodArray<T> {
  return z.array(item).describe(description);
}
