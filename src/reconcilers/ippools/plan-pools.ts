import type { IpPool } from '../../crds/kinds.ts';
import { expandedCidr, parseCidr } from '../../crds/cidr.ts';
import { hasOurLabel, ipPoolObject, mayKeepPool } from '../../crds/installation/ip-pools.ts';
import type { SettledIpPool } from '../../crds/installation/ip-pool.ts';
import type { CalicoApiGroup } from '../../renderers/input.ts';

export interface PoolFacts {
  /** Pools to keep; undefined where pools are managed elsewhere. */
  readonly wanted: readonly SettledIpPool[] | undefined;
  /** Whether the user lists pools: only then is what is not listed unwanted. */
  readonly listed: boolean;
  readonly existing: readonly IpPool[];
  readonly calicoApi: CalicoApiGroup;
}

export interface PoolPlan {
  readonly apply: readonly IpPool[];
  readonly remove: readonly IpPool[];
  /** Sentences about pools of others that stand in the way. */
  readonly warnings: readonly string[];
}

/**
 * What to do about pools. Ours are those with our label, and those that are just as wanted; a pool of somebody else is
 * never touched. Ranges are compared as numbers. Pure.
 */
export function planPools({ wanted, listed, existing, calicoApi }: PoolFacts): PoolPlan {
  if (wanted === undefined) return { apply: [], remove: [], warnings: [] };
  const matched = wanted.map((pool) => ({ pool, live: existing.find(({ spec }) => sameRange(spec.cidr, pool.cidr)) }));
  const foreign = matched.filter(
    ({ pool, live }) => live !== undefined && !mayKeepPool(live, [{ ...pool, name: live.metadata.name }]),
  );
  const kept = matched.filter((match) => !foreign.includes(match));
  const remove = listed
    ? existing.filter((live) => hasOurLabel(live) && !wanted.some(({ cidr }) => sameRange(cidr, live.spec.cidr)))
    : [];
  return {
    apply: kept.map(({ pool, live }) => ipPoolObject({ ...pool, name: live?.metadata.name ?? pool.name }, calicoApi)),
    remove,
    warnings: foreign.flatMap(({ pool, live }) => (live === undefined ? [] : [foreignPool(pool, live)])),
  };
}

function sameRange(left: string, right: string): boolean {
  const [a, b] = [parseCidr(left), parseCidr(right)];
  return a !== undefined && b !== undefined ? expandedCidr(a) === expandedCidr(b) : left === right;
}

function foreignPool({ cidr }: SettledIpPool, { metadata }: IpPool): string {
  return (
    `IPPool ${metadata.name} has the range ${cidr} that the Installation lists, but other settings, and this operator did not make it: ` +
    `label it app.kubernetes.io/managed-by=tigera-operator to hand it over, or take it off spec.calicoNetwork.ipPools`
  );
}
