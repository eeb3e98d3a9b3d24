import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { CrdManifest } from '../../src/crds/definition.ts';
import type { Client } from '../../src/k8s/client.ts';
import { crdType, isEstablished } from '../../src/reconcilers/crds/bring-crd.ts';
import { readManifests } from '../../tools/cluster/manifests.ts';
import { specFields } from './other-crds.ts';

export type Flavour = 'v1' | 'v3';

/** The definitions that a cluster of this flavour has: the operator's, Calico's, and that of ClusterNetworkPolicy. */
export function ourCrds(flavour: Flavour): CrdManifest[] {
  return ['operator', 'policy', flavour].flatMap((set) => readManifests(join('config', 'crd', set)) as CrdManifest[]);
}

/** Brings definitions by force, as somebody else than the operator. */
export async function bringsCrds(admin: Client, crds: readonly CrdManifest[]): Promise<void> {
  for (const crd of crds) await admin.apply(crdType, crd);
}

/** Names of definitions that are not established with the fields of `wanted`. */
export async function unlike(admin: Client, wanted: readonly CrdManifest[]): Promise<string[]> {
  const live = await Promise.all(wanted.map(({ metadata: { name } }) => admin.get(crdType, { name })));
  return wanted.flatMap((crd, index) => {
    const found = live[index];
    const good = found !== undefined && isEstablished(found) && isDeepStrictEqual(specFields(found), specFields(crd));
    return good ? [] : [crd.metadata.name];
  });
}
