import type { FelixConfiguration } from '../../src/crds/kinds.ts';
import type { ManagedFieldsEntry } from '../../src/k8s/object.ts';

/** FelixConfiguration `default` with this `bpfEnabled`, and who has written it. */
export function aFelix(bpfEnabled: boolean | undefined, writer?: Partial<ManagedFieldsEntry>): FelixConfiguration {
  const fieldsV1 = { 'f:spec': { 'f:bpfEnabled': {} } };
  return {
    apiVersion: 'projectcalico.org/v3',
    kind: 'FelixConfiguration',
    metadata: { name: 'default', managedFields: writer === undefined ? [] : [{ ...writer, fieldsV1 }] },
    spec: bpfEnabled === undefined ? {} : { bpfEnabled },
  };
}
