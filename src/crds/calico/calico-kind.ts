import type * as z from 'zod';
import type { KubeObject } from '../../k8s/object.ts';
import type { PrinterColumn, ResourceDefinition } from '../definition.ts';
import type { CelRule } from '../schema.ts';

/** The two API groups that carry Calico's configuration: CRDs that users see, or the storage behind an API server. */
export type CalicoApiGroup = 'projectcalico.org/v3' | 'crd.projectcalico.org/v1';

/** An object of Calico's API in either group; their specs are the same. */
export interface CalicoObject<Kind extends string, Spec, Status = never> extends KubeObject {
  apiVersion: CalicoApiGroup;
  kind: Kind;
  spec: Spec;
  status?: Status;
}

/** An object with settings. In `crd.projectcalico.org/v1` it may lack its spec. */
export interface CalicoSettings<Kind extends string, Spec, Status = never> extends KubeObject {
  apiVersion: CalicoApiGroup;
  kind: Kind;
  spec?: Spec;
  status?: Status;
}

/**
 * A kind of Calico's API. Its spec serves both groups; what only users need (short names, columns, selectable fields, a
 * status with a subresource) is part of `projectcalico.org/v3` alone, unless `stored` says otherwise.
 */
export interface CalicoKind {
  readonly kind: string;
  readonly plural: string;
  readonly scope: 'Cluster' | 'Namespaced';
  readonly description: string;
  readonly spec: z.ZodType;
  readonly status?: z.ZodType;
  readonly statusSubresource?: boolean;
  readonly shortNames?: readonly string[];
  readonly printerColumns?: readonly PrinterColumn[];
  readonly selectableFields?: readonly string[];
  readonly rules?: readonly CelRule[];
  /** What is different in `crd.projectcalico.org/v1`, whose objects an API server has checked before. */
  readonly stored?: Partial<
    Pick<ResourceDefinition, 'kind' | 'plural' | 'spec' | 'status' | 'statusSubresource' | 'rules' | 'required'>
  >;
}

/** The definition of the kind in `projectcalico.org/v3`. */
export function inProjectCalico(kind: CalicoKind): ResourceDefinition {
  return {
    ...kind,
    group: 'projectcalico.org',
    version: 'v3',
    statusSubresource: kind.statusSubresource ?? false,
    required: ['metadata', 'spec'],
    prunes: true,
  };
}

/** The definition of the kind in `crd.projectcalico.org/v1`, the storage behind Calico's API server. */
export function inStorage(calicoKind: CalicoKind): ResourceDefinition {
  const { kind, plural, scope, description, spec, status, rules, stored } = calicoKind;
  return {
    kind,
    plural,
    scope,
    description,
    spec,
    ...(status !== undefined && calicoKind.statusSubresource !== true && { status }),
    ...(rules !== undefined && { rules }),
    statusSubresource: false,
    ...stored,
    group: 'crd.projectcalico.org',
    version: 'v1',
    prunes: true,
  };
}
