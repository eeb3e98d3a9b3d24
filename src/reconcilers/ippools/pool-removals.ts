import { ipPoolObject, settledPoolOf } from '../../crds/installation/ip-pools.ts';
import type { IpPool } from '../../crds/kinds.ts';
import type { Clock } from '../../k8s/clock.ts';
import { refOf } from '../../k8s/object.ts';
import type { CalicoApiGroup } from '../../renderers/input.ts';
import { deleteAll } from '../apply/apply-rendered.ts';
import { ignoreAnnotation } from '../apply/plan.ts';
import { tellAwaiting } from '../cluster/calico-api-server.ts';
import type { ReconcileContext } from '../context.ts';
import type { PassResult } from '../report.ts';
import { countBlocks } from './count-blocks.ts';
import { deleteInUseAnnotation, drainingPool } from './pool-warnings.ts';
import { writtenPool } from './written-pools.ts';

/** The CNI plugin may have chosen a pool before it was disabled, and takes the address a moment later. */
const settleMs = 5_000;
/** Draining takes hours or days, and a look lists all blocks. */
const lookMs = 60_000;

/** What is known of a pool on its way out. */
interface Removal {
  readonly since: number;
  readonly look?: { readonly at: number; readonly blocks: number };
}

/** The pool with no new addresses to give. */
export function retired(live: IpPool, calicoApi: CalicoApiGroup): IpPool {
  return ipPoolObject({ ...settledPoolOf(live), disableNewAllocations: true }, calicoApi);
}

/**
 * Takes unwanted pools away, once nobody has an address of them. A pool is first disabled (`retired`, which the caller
 * applies), so that no address can be taken between the look at its blocks and its deletion. Nothing here is needed
 * after a restart: the cluster tells it again.
 */
export class PoolRemovals {
  readonly #clock: Clock;
  #removals: ReadonlyMap<string, Removal> = new Map();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** One step for these pools, and for no others. Throws `Degraded('ResourceUpdateError')`: what cannot be counted stays. */
  async advance(ctx: ReconcileContext, pools: readonly IpPool[]): Promise<PassResult> {
    const now = this.#clock.monotonic();
    this.#removals = new Map(pools.map((pool) => [keyOf(pool), this.#known(pool) ?? { since: now }]));
    const staying = pools.filter(isKept);
    const due = staying.filter((pool) => mayGoInUse(pool) || this.#againAt(pool) <= now);
    const refs = due.map((pool) => refOf(writtenPool(ctx, pool)));
    await deleteAll(ctx, refs, (live) => this.#mayGo(ctx, due, live as IpPool));
    return this.#report(ctx, pools);
  }

  /** While a pool gives out addresses, nothing counts that was found before. */
  #known(pool: IpPool): Removal | undefined {
    return isRetired(pool) ? this.#removals.get(keyOf(pool)) : undefined;
  }

  /** Decides about the pool as it was just read: the one that is watched may have been enabled again. */
  async #mayGo(ctx: ReconcileContext, watched: readonly IpPool[], live: IpPool): Promise<boolean> {
    if (mayGoInUse(live)) return true;
    if (!isRetired(live)) return false;
    const blocks = await countBlocks(ctx, live);
    const at = this.#clock.monotonic();
    // Behind Calico's API server one pool has two UIDs.
    const pool = watched.find(({ metadata }) => metadata.name === live.metadata.name) ?? live;
    this.#removals = new Map(this.#removals).set(keyOf(pool), { since: at, look: { at, blocks } });
    return blocks === 0;
  }

  #againAt(pool: IpPool): number {
    const { since, look } = this.#removals.get(keyOf(pool)) ?? { since: -Infinity };
    return look === undefined ? since + settleMs : look.at + lookMs;
  }

  #report(ctx: ReconcileContext, pools: readonly IpPool[]): PassResult {
    const left = pools.flatMap(({ metadata }) => ctx.cluster.ipPools.get(metadata.name) ?? []);
    const draining = left.filter((pool) => this.#blocksIn(pool) > 0);
    const times = left.map((pool) => this.#againAt(pool) - this.#clock.monotonic()).filter((ms) => ms > 0);
    const going = left.filter((pool) => !draining.includes(pool));
    const awaited = tellAwaiting(
      ctx,
      going.filter(isKept).map((pool) => writtenPool(ctx, pool)),
    );
    return {
      waits: [...going.map(goingPool), ...(awaited === undefined ? [] : [awaited])],
      warnings: draining.map((pool) => drainingPool(pool, this.#blocksIn(pool))),
      ...(times.length > 0 && { againAfterMs: Math.min(...times) }),
    };
  }

  #blocksIn(pool: IpPool): number {
    return this.#removals.get(keyOf(pool))?.look?.blocks ?? 0;
  }
}

/** One incarnation of a pool. */
function keyOf({ metadata }: IpPool): string {
  return `${metadata.name} ${metadata.uid ?? ''}`;
}

/** What users have taken out of our hands is not disabled by us. */
function isRetired({ metadata, spec }: IpPool): boolean {
  return spec.disabled === true || metadata.annotations?.[ignoreAnnotation] === 'true';
}

/** Whether nobody has begun to delete the pool. */
function isKept({ metadata }: IpPool): boolean {
  return metadata.deletionTimestamp === undefined;
}

function mayGoInUse({ metadata }: IpPool): boolean {
  return metadata.annotations?.[deleteInUseAnnotation] === 'true';
}

function goingPool(pool: IpPool): string {
  const { metadata } = pool;
  return isKept(pool)
    ? `IPPool ${metadata.name} is listed no more: it gives out no new addresses, and goes when nobody has one of it`
    : `IPPool ${metadata.name} is being deleted; it goes when Calico has freed its blocks`;
}
