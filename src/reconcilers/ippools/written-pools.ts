import type { IpPool } from '../../crds/kinds.ts';
import { awaitedCalicoApi } from '../cluster/calico-api-server.ts';
import type { ReconcileContext } from '../context.ts';
import { disabledAnnotation, isDisabledByUser } from './pool-warnings.ts';

/**
 * Pools as they are sent. Behind Calico's API server they go through it, so that it can check them and take care of their
 * blocks; but while no pool gives out addresses and it does not answer, straight into its storage, because without one
 * it has no pods.
 */
export function writtenPools(ctx: ReconcileContext, pools: readonly IpPool[]): IpPool[] {
  if (ctx.settings.calicoApi === 'projectcalico.org/v3') return [...pools];
  const noneGives = ctx.cluster.ipPools.list().every(({ spec }) => spec.disabled === true);
  const isStuck = noneGives && awaitedCalicoApi(ctx) !== undefined;
  return pools.map((pool) => (isStuck ? storedPool(ctx, pool) : writtenPool(ctx, pool)));
}

/** The pool as it is sent where Calico's API server can take it. */
export function writtenPool(ctx: ReconcileContext, pool: IpPool): IpPool {
  if (ctx.settings.calicoApi === 'projectcalico.org/v3') return pool;
  const { apiVersion: _, ...sent } = storedPool(ctx, pool);
  return { ...sent, apiVersion: 'projectcalico.org/v3' };
}

function storedPool({ cluster }: ReconcileContext, pool: IpPool): IpPool {
  const live = cluster.ipPools.get(pool.metadata.name);
  return live === undefined ? noted(pool) : changed(pool, live);
}

/** The size of blocks cannot change, not even from nothing to its default; what a user has disabled stays the user's. */
function changed(pool: IpPool, live: IpPool): IpPool {
  const { blockSize: _, ...unsized } = pool.spec;
  const spec: IpPool['spec'] = live.spec.blockSize === undefined ? unsized : pool.spec;
  if (!isDisabledByUser(live)) return noted({ ...pool, spec }, live.metadata.annotations?.[disabledAnnotation]);
  const { disabled: __, ...kept } = spec;
  return { ...pool, spec: kept };
}

/** Who has disabled a pool cannot be read there, so it is written down; what we have disabled follows the list. */
function noted(pool: IpPool, note?: string): IpPool {
  const { disabled = false, ...spec } = pool.spec;
  if (!disabled && note === undefined) return pool;
  const annotations = { ...pool.metadata.annotations, [disabledAnnotation]: String(disabled) };
  const metadata = { ...pool.metadata, annotations };
  return { ...pool, metadata, spec: disabled || note === 'true' ? { ...spec, disabled } : spec };
}
