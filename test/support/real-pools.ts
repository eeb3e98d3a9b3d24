import { expect } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { IpPoolEntry } from '../../src/crds/installation/ip-pool.ts';
import { IpamBlocks, IpPools } from '../../src/crds/kinds.ts';
import { ApiError } from '../../src/k8s/errors.ts';
import { incarnationOf, type KubeObject } from '../../src/k8s/object.ts';
import type { AggregatedWorld } from './aggregated-world.ts';
import { edit, untold, type PoolAccess, type PoolCluster, type PoolHistory } from './pool-edits.ts';
import { behindCalico } from './stored-pools.ts';
import type { World } from './world.ts';

/** No test waits for the minute between two looks at the blocks of a pool. */
const mostMs = 7_000;
const statuses = ['Available', 'Progressing', 'Degraded'] as const;

/** The operator may have been faster: it makes, changes and deletes pools, too. Who has just begun to serve may not be heard. */
async function unlessGone(answer: Promise<unknown>): Promise<void> {
  await answer.catch((error: unknown) => {
    if (error instanceof ApiError && [404, 409, 503].includes(error.code)) return;
    throw error;
  });
}

/** A real cluster as those see it who edit pools; `calico` serves them where that is not for CRDs to do. */
export class RealPools {
  readonly #world: World;
  readonly #cluster: PoolCluster;

  constructor(world: World, calico?: AggregatedWorld) {
    const { admin } = world.cluster;
    const access: PoolAccess = {
      list: async (type) => (await admin.list(type)).items,
      create: (type, object) => unlessGone(admin.create(type, object)),
      patch: (type, name, body) => unlessGone(admin.patch(type, { name }, { type: 'merge', body })),
      delete: (type, object) => unlessGone(admin.delete(type, incarnationOf(object))),
    };
    this.#world = world;
    this.#cluster = {
      ...(calico === undefined ? access : behindCalico(access, () => calico.isServed)),
      lists: (entries) => this.lists(entries),
      passes: (ms) => pause(Math.min(ms, mostMs)),
      ...(calico !== undefined && { calicoAnswers: (isThere) => calico.serves(isThere) }),
    };
  }

  /** Pools as users see them. */
  all(): Promise<readonly KubeObject[]> {
    return this.#cluster.list(IpPools);
  }

  async lists(ipPools: readonly IpPoolEntry[] | undefined): Promise<void> {
    const calicoNetwork = ipPools === undefined ? {} : { ipPools: [...ipPools] };
    await this.#world.appliesInstallation({ cni: { type: 'Calico' }, calicoNetwork });
  }

  /** Lives through the edits in a cluster without pools, and expects that it ends as last listed, or that it is told why not. */
  async live({ edits, last }: PoolHistory): Promise<void> {
    for (const type of [IpPools, IpamBlocks]) {
      for (const each of await this.#cluster.list<KubeObject>(type)) await this.#cluster.delete(type, each);
    }
    for (const each of edits) await edit(this.#cluster, each);
    await this.#cluster.calicoAnswers?.(true);
    await this.lists(last);
    const isRight = async (): Promise<boolean> => (await this.#problems(last)).length === 0;
    await this.#world.eventually('all is as listed, or told', isRight).catch(async () => {
      expect(await this.#problems(last)).toEqual([]);
    });
  }

  async #problems(last: readonly IpPoolEntry[]): Promise<string[]> {
    const said = await Promise.all(statuses.map((type) => this.#world.condition('ippools', type)));
    return untold(last, await this.#cluster.list(IpPools), said.map((each) => each?.message).join('\n'));
  }
}
