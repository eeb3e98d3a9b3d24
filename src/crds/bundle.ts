import type { CrdManifest } from './definition.ts';

/** The CustomResourceDefinitions of a release, by what they belong to: `v1` and `v3` are Calico's own kinds, in two groups. */
export type CrdSet = 'operator' | 'policy' | 'v1' | 'v3';

/** The API group in which Calico's own kinds are stored. */
export type CrdFlavour = 'v1' | 'v3';

/** One definition, without its schema. */
export interface CrdEntry {
  /** `<plural>.<group>` */
  readonly name: string;
  readonly set: CrdSet;
  /** Changes with every change of the manifest. */
  readonly digest: string;
}

/** The manifests of a release. They are large, so they are data beside the program, read one by one where they are needed. */
export interface CrdBundle {
  /** Sorted by name. Rejects where the data is not there. */
  entries(): Promise<readonly CrdEntry[]>;
  /** Rejects for a name that is not among the entries. */
  load(name: string): Promise<CrdManifest>;
}

/** The flavour that `CALICO_API_GROUP` asks for; undefined where it is unset or empty. Any other word means v1. */
export function configuredFlavour(calicoApiGroup: string | undefined): CrdFlavour | undefined {
  if (calicoApiGroup === undefined || calicoApiGroup === '') return undefined;
  return calicoApiGroup === 'projectcalico.org/v3' ? 'v3' : 'v1';
}

/** The definitions that belong on a cluster of a flavour. */
export function ofFlavour(entries: readonly CrdEntry[], flavour: CrdFlavour): readonly CrdEntry[] {
  const other: CrdSet = flavour === 'v3' ? 'v1' : 'v3';
  return entries.filter(({ set }) => set !== other);
}
