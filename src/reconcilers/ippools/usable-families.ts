import { isIPv6 } from 'node:net';
import type { IpPool } from '../../crds/kinds.ts';

/** Address families that pods can get addresses of. */
export interface Families {
  readonly v4: boolean;
  readonly v6: boolean;
}

/**
 * Families of the pools that workloads are given addresses from without asking: enabled, for workloads, assigned
 * automatically. A pool for load balancers alone must not switch on a family for pods. Pure.
 */
export function usableFamilies(pools: readonly IpPool[]): Families {
  const usable = pools.filter(({ spec }) => isForWorkloads(spec));
  return { v4: usable.some((pool) => !isV6(pool)), v6: usable.some(isV6) };
}

function isV6({ spec }: IpPool): boolean {
  return isIPv6(spec.cidr.split('/')[0] ?? '');
}

function isForWorkloads({ disabled, allowedUses, assignmentMode }: IpPool['spec']): boolean {
  const forWorkloads = allowedUses === undefined || allowedUses.length === 0 || allowedUses.includes('Workload');
  return disabled !== true && forWorkloads && assignmentMode !== 'Manual';
}
