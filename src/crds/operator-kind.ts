import type * as z from 'zod';
import type { KubeObject } from '../k8s/object.ts';
import type { PrinterColumn, ResourceDefinition } from './definition.ts';

/** An object of `operator.tigera.io/v1`. */
export interface OperatorObject<Kind extends string, Spec, Status = never> extends KubeObject {
  apiVersion: 'operator.tigera.io/v1';
  kind: Kind;
  spec?: Spec;
  status?: Status;
}

/** A kind of `operator.tigera.io/v1`, all of which are cluster-scoped. */
export interface OperatorKind {
  readonly kind: string;
  readonly plural: string;
  readonly description: string;
  readonly spec: z.ZodType;
  readonly status?: z.ZodType;
  /** Absent: the kind has a status subresource. */
  readonly statusSubresource?: false;
  /** The only names that objects may have, and the text that refuses another. */
  readonly singleton?: { readonly names: readonly string[]; readonly message: string };
  readonly printerColumns?: readonly PrinterColumn[];
}

/** Completes a kind of `operator.tigera.io/v1` to the definition of its resource. */
export function operatorKind(kind: OperatorKind): ResourceDefinition {
  const { singleton, ...rest } = kind;
  const base = { ...rest, statusSubresource: kind.statusSubresource ?? true };
  const group = { group: 'operator.tigera.io', version: 'v1', scope: 'Cluster' } as const;
  if (singleton === undefined) return { ...group, ...base };
  const rule = singleton.names.map((name) => `self.metadata.name == '${name}'`).join(' || ');
  return { ...group, ...base, rules: [{ rule, message: singleton.message }] };
}
