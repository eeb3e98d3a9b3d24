import * as kinds from '../../src/crds/kinds.ts';
import { apiVersionOf, type KubeObject, type ResourceType } from '../../src/k8s/object.ts';
import { fromStored, mergePatched, otherUid, toStored } from '../../tools/extension-api/convert.ts';
import type { PoolAccess } from './pool-edits.ts';

const pools = { served: kinds.IpPools, stored: kinds.StoredIpPools };

/**
 * Pools and blocks of crd.projectcalico.org/v1 as those see them who know projectcalico.org/v3. While Calico's API server
 * does not answer, they write what it would store, without all that it adds; blocks are always written so.
 */
export function behindCalico(access: PoolAccess, isServed: () => boolean): PoolAccess {
  const served = (type: ResourceType): boolean => isPool(type) && isServed();
  return {
    list: async <T extends KubeObject>(type: ResourceType<T>) => {
      const all = await access.list(storedAs(type));
      return (isPool(type) ? all.map((each) => fromStored(pools, each)) : all) as readonly T[];
    },
    create: (type, object) => {
      if (served(type)) return access.create(type, object);
      const stored = storedAs(type);
      return access.create(stored, isPool(type) ? toStored(pools, object) : as(stored, object));
    },
    patch: (type, name, body) => {
      if (served(type)) return access.patch(type, name, body);
      return isPool(type) ? patchStored(access, name, body) : access.patch(storedAs(type), name, body);
    },
    delete: (type, object) => {
      if (served(type)) return access.delete(type, object);
      return access.delete(storedAs(type), isPool(type) ? withOtherUid(object) : object);
    },
  };
}

export function isPool({ plural }: Pick<ResourceType, 'plural'>): boolean {
  return plural === kinds.IpPools.plural;
}

function storedAs(type: ResourceType): ResourceType {
  return isPool(type) ? kinds.StoredIpPools : kinds.StoredIpamBlocks;
}

function as(type: ResourceType, object: KubeObject): KubeObject {
  return { ...object, apiVersion: apiVersionOf(type) };
}

function withOtherUid(object: KubeObject): KubeObject {
  const { uid = '' } = object.metadata;
  return { ...object, metadata: { ...object.metadata, uid: otherUid(uid) } };
}

/** Labels of the stored object mean nothing beside those that Calico has written, so they go. */
async function patchStored(access: PoolAccess, name: string, body: object): Promise<unknown> {
  const live = (await access.list<KubeObject>(pools.stored)).find(({ metadata }) => metadata.name === name);
  if (live === undefined) return undefined;
  const after = mergePatched(fromStored(pools, live), body) as KubeObject;
  const { annotations, resourceVersion } = toStored(pools, after, live).metadata;
  return access.patch(pools.stored, name, { ...body, metadata: { labels: null, annotations, resourceVersion } });
}
