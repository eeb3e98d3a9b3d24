import type { KubeObject, ResourceType } from '../k8s/object.ts';

/**
 * The move of Calico's data from `crd.projectcalico.org/v1` to `projectcalico.org/v3`, done by calico-kube-controllers. The
 * operator only reads it; users bring its CRD, and any field may be missing.
 * https://docs.tigera.io/calico/latest/operations/crd-migration
 */
export interface DatastoreMigration extends KubeObject {
  readonly kind: 'DatastoreMigration';
  readonly status?: {
    /** Pending, Migrating, WaitingForConflictResolution, Converged, Complete or Failed. */
    readonly phase?: string;
    readonly message?: string;
    /** Counters by name. */
    readonly progress?: Readonly<Record<string, unknown>>;
  };
}

export const DatastoreMigrations: ResourceType<DatastoreMigration> = {
  group: 'migration.projectcalico.org',
  version: 'v1beta1',
  kind: 'DatastoreMigration',
  plural: 'datastoremigrations',
  namespaced: false,
};
