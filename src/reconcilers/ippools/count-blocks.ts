import { cidrContains, parseCidr } from '../../crds/cidr.ts';
import type { IpamBlock, IpPool } from '../../crds/kinds.ts';
import { settingsKinds } from '../../crds/settings-kinds.ts';
import type { ReconcileContext } from '../context.ts';

/**
 * Blocks of the pool in which somebody has an address, read at this moment and page by page. Empty blocks do not count:
 * nodes keep their last one, and Calico removes it with the pool.
 */
export async function countBlocks(ctx: ReconcileContext, { spec }: IpPool): Promise<number> {
  let used = 0;
  await ctx.client.listInto(
    settingsKinds(ctx.settings.calicoApi).ipamBlocks,
    {},
    { restart: () => void (used = 0), item: (block) => void (used += isInUse(block, spec.cidr) ? 1 : 0) },
  );
  return used;
}

/** A range that nobody can read may lie anywhere. */
function isInUse({ spec }: IpamBlock, pool: string): boolean {
  const [outer, inner] = [parseCidr(pool), parseCidr(spec.cidr)];
  const isInside = outer === undefined || inner === undefined || cidrContains(outer, inner);
  return isInside && spec.allocations.some((owner) => owner !== null);
}
