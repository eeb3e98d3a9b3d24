import { cidrsOverlap, parseCidr, sameRange } from '../../crds/cidr.ts';
import { hasOurLabel, ipPoolObject, mayKeepPool, settledPoolOf } from '../../crds/installation/ip-pools.ts';
import type { SettledIpPool } from '../../crds/installation/ip-pool.ts';
import type { IpPool } from '../../crds/kinds.ts';
import type { CalicoApiGroup } from '../../renderers/input.ts';
import { blockedEntry, disabledByUser, foreignPool, isDisabledByUser, keptAsItIs } from './pool-warnings.ts';

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
  /** Pools as they are, to be taken out of service and deleted when nobody has an address of them. */
  readonly remove: readonly IpPool[];
  /** Sentences about what cannot be as it is listed. */
  readonly warnings: readonly string[];
}

/**
 * What to do about pools. Ours are those with our label, and those that are just as wanted; a pool of somebody else is
 * never touched. Ranges are compared as numbers, and neither they nor names nor sizes of blocks can change: an entry
 * that wants it is told, and all others go on. Pure.
 */
export function planPools({ wanted, listed, existing, calicoApi }: PoolFacts): PoolPlan {
  if (wanted === undefined) return { apply: [], remove: [], warnings: [] };
  const inOrder = existing.toSorted((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1));
  const matches = wanted.map((entry) => matchOf(entry, inOrder));
  const blockers = matches.flatMap(({ blocker }) => blocker ?? []);
  const plans = matches.map((match) => planEntry(match, { listed, blockers, calicoApi }));
  const isUnwanted = (live: IpPool): boolean =>
    hasOurLabel(live) && !blockers.includes(live) && !wanted.some(({ cidr }) => sameRange(cidr, live.spec.cidr));
  return {
    apply: plans.flatMap(({ apply }) => apply ?? []),
    remove: listed ? inOrder.filter(isUnwanted) : [],
    warnings: plans.flatMap(({ warnings }) => warnings),
  };
}

/** An entry and the pools that matter to it. */
interface Match {
  readonly entry: SettledIpPool;
  /** The pool of the same range. */
  readonly live?: IpPool;
  /** While it is there, no pool can be made of the entry. */
  readonly blocker?: IpPool;
}

function matchOf(entry: SettledIpPool, existing: readonly IpPool[]): Match {
  const equal = existing.filter(({ spec }) => sameRange(spec.cidr, entry.cidr));
  const live = equal.find(hasOurLabel) ?? equal.find((pool) => isKept(pool, entry)) ?? equal[0];
  if (live !== undefined) return { entry, live };
  const blocker =
    existing.find(({ metadata }) => metadata.name === entry.name) ??
    existing.find(({ spec }) => overlaps(spec.cidr, entry.cidr));
  return blocker === undefined ? { entry } : { entry, blocker };
}

/** Whatever its name: that stays. */
function isKept(live: IpPool, entry: SettledIpPool): boolean {
  return mayKeepPool(live, [{ ...entry, name: live.metadata.name }]);
}

function overlaps(left: string, right: string): boolean {
  const [a, b] = [parseCidr(left), parseCidr(right)];
  return a !== undefined && b !== undefined && cidrsOverlap(a, b);
}

interface EntryPlan {
  readonly apply?: IpPool;
  readonly warnings: readonly string[];
}

interface Circumstances extends Pick<PoolFacts, 'listed' | 'calicoApi'> {
  readonly blockers: readonly IpPool[];
}

function planEntry({ entry, live, blocker }: Match, { listed, blockers, calicoApi }: Circumstances): EntryPlan {
  if (blocker !== undefined) return { warnings: [blockedEntry(entry, blocker)] };
  if (live === undefined) return { apply: ipPoolObject(entry, calicoApi), warnings: [] };
  if (!isKept(live, entry)) return { warnings: [foreignPool(entry, live)] };
  const { name, cidr, blockSize } = settledPoolOf(live);
  // Where another entry wants the name of this pool, that one is told.
  const asked = blockers.includes(live) ? { ...entry, name } : entry;
  const warnings = [
    ...(listed ? keptAsItIs(asked, { name, blockSize }) : []),
    ...(!entry.disableNewAllocations && isDisabledByUser(live) ? [disabledByUser(live)] : []),
  ];
  return { apply: ipPoolObject({ ...entry, name, cidr, blockSize }, calicoApi), warnings };
}
