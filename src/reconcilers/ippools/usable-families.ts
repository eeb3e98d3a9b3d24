import { isIPv6 } from 'node:net';
import type { IpPool } from '../../crds/kinds.ts';

/** Address families that pods can get addresses of. */
export interface Families {
  readonly v4: boolean;
  readonly v6: boolean;
}

/**
 * Families of the pools that workloads are given addresses from without asking: enabled, for workloads, assigned
 * automatically. A pool for load balancers alone must not switch on a family for pods. While all of them are disabled,
 * nobody gets an address anyway, and they count as before: calico-node must not be rolled out for it. Pure.
 */
export function usableFamilies(pools: readonly IpPool[]): Families {
  const forPods = pools.filter(({ spec }) => isForWorkloads(spec));
  const enabled = forPods.filter(({ spec }) => spec.disabled !== true);
  const usable = enabled.length === 0 ? forPods : enabled;
  return { v4: usable.some((pool) => !isV6(pool)), v6: usable.some(isV6) };
}

function isV6({ spec }: IpPool): boolean {
  return isIPv6(spec.cidr.split('/')[0] ?? '');
}

function isForWorkloads({ allowedUses, assignmentMode }: IpPool['spec']): boolean {
  const forWorkloads = allowedUses === undefined || allowedUses.length === 0 || allowedUses.includes('Workload');
  return forWorkloads && assignmentMode !== 'Manual';
}
