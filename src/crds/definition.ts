import type * as z from 'zod';
import type { KubeObject } from '../k8s/object.ts';
import type { CoreSchemas } from './embedded-schema.ts';
import type { CelRule } from './schema.ts';
import type { StructuralSchema } from './structural-schema.ts';
import { toStructural } from './structural.ts';

/** A column of `kubectl get`. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'integer' | 'number' | 'date';
  readonly jsonPath: string;
}

/** Everything that a CustomResourceDefinition with one version is made from. */
export interface ResourceDefinition {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly shortNames?: readonly string[];
  readonly scope: 'Cluster' | 'Namespaced';
  /** What the kind is for, the first thing that `kubectl explain` shows. */
  readonly description: string;
  readonly spec: z.ZodType;
  readonly status?: z.ZodType;
  /** Whether status is written through a subresource of its own. */
  readonly statusSubresource: boolean;
  /** Top-level fields that must be there. */
  readonly required?: readonly string[];
  readonly rules?: readonly CelRule[];
  readonly printerColumns?: readonly PrinterColumn[];
  /** Fields that field selectors may name, as JSON paths. */
  readonly selectableFields?: readonly string[];
  /** Annotations of the definition itself. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Says outright that unknown fields are dropped, as CRDs that once were v1beta1 do. */
  readonly prunes?: true;
}

/** A CustomResourceDefinition as it is sent. */
export interface CrdManifest extends KubeObject {
  readonly apiVersion: 'apiextensions.k8s.io/v1';
  readonly kind: 'CustomResourceDefinition';
  readonly spec: {
    readonly group: string;
    readonly names: Readonly<Record<string, string | readonly string[]>>;
    readonly preserveUnknownFields?: false;
    readonly scope: 'Cluster' | 'Namespaced';
    readonly versions: readonly CrdVersion[];
  };
}

interface CrdVersion {
  readonly name: string;
  readonly served: true;
  readonly storage: true;
  readonly schema: { readonly openAPIV3Schema: StructuralSchema };
  readonly subresources?: { readonly status: Readonly<Record<string, never>> };
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
}

/** The manifest of a kind. Throws where its schema is not structural. */
export function customResourceDefinition(resource: ResourceDefinition, core: CoreSchemas): CrdManifest {
  const { annotations, group, kind, plural, scope, shortNames } = resource;
  const name = `${plural}.${group}`;
  const names = { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: annotations === undefined ? { name } : { name, annotations: { ...annotations } },
    spec: {
      group,
      names: shortNames === undefined ? names : { ...names, shortNames },
      ...(resource.prunes === true ? { preserveUnknownFields: false } : {}),
      scope,
      versions: [version(resource, core)],
    },
  };
}

function version(resource: ResourceDefinition, core: CoreSchemas): CrdVersion {
  const { printerColumns, selectableFields } = resource;
  return {
    name: resource.version,
    served: true,
    storage: true,
    schema: { openAPIV3Schema: rootSchema(resource, core) },
    ...(resource.statusSubresource ? { subresources: { status: {} } } : {}),
    ...(printerColumns === undefined ? {} : { additionalPrinterColumns: printerColumns }),
    ...(selectableFields === undefined ? {} : { selectableFields: selectableFields.map((jsonPath) => ({ jsonPath })) }),
  };
}

function rootSchema(resource: ResourceDefinition, core: CoreSchemas): StructuralSchema {
  const { description, required, rules, status } = resource;
  return {
    description,
    type: 'object',
    ...(required === undefined ? {} : { required }),
    ...(rules === undefined ? {} : { 'x-kubernetes-validations': rules }),
    properties: {
      apiVersion: { description: `Always ${resource.group}/${resource.version}.`, type: 'string' },
      kind: { description: `Always ${resource.kind}.`, type: 'string' },
      // Its fields are the server's own; a definition may not even describe it.
      metadata: { type: 'object' },
      spec: toStructural(resource.spec, core),
      ...(status === undefined ? {} : { status: toStructural(status, core) }),
    },
  };
}
