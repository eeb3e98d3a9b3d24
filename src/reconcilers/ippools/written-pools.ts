import type { IpPool } from '../../crds/kinds.ts';
import type { ReconcileContext } from '../context.ts';
import { disabledAnnotation } from './pool-warnings.ts';

/**
 * Pools as they are sent. Behind Calico's API server the first ones go straight into its storage, because without a pool
 * it has no pods; all others go through it, so that it can check them and take care of their blocks.
 */
export function writtenPools(ctx: ReconcileContext, pools: readonly IpPool[]): IpPool[] {
  const isFirst = ctx.cluster.ipPools.list().length === 0;
  return isFirst ? [...pools] : pools.map((pool) => writtenPool(ctx, pool));
}

/** The pool as it is sent where there are pools already. */
export function writtenPool({ cluster, settings }: ReconcileContext, pool: IpPool): IpPool {
  if (settings.calicoApi === 'projectcalico.org/v3') return pool;
  const disabled = pool.spec.disabled === true;
  const live = cluster.ipPools.get(pool.metadata.name);
  const isNoted = live?.metadata.annotations?.[disabledAnnotation] !== undefined;
  const { apiVersion: _, metadata, spec, ...rest } = pool;
  const sent: IpPool = { ...rest, apiVersion: 'projectcalico.org/v3', metadata, spec };
  if (!disabled && !isNoted) return sent;
  // Who has disabled a pool cannot be read there, so it is written down.
  const annotations = { ...metadata.annotations, [disabledAnnotation]: String(disabled) };
  return {
    ...sent,
    metadata: { ...metadata, annotations },
    spec: isDisabledByUs(live, disabled) ? { ...spec, disabled } : spec,
  };
}

/** What a user has disabled stays so; what we have disabled follows the list. */
function isDisabledByUs(live: IpPool | undefined, disabled: boolean): boolean {
  return disabled || live?.metadata.annotations?.[disabledAnnotation] === 'true';
}
