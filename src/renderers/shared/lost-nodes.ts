import type { DaemonSet } from '../../crds/generated/core.gen.ts';

type UpdateStrategy = NonNullable<NonNullable<DaemonSet['spec']>['updateStrategy']>;

/** Nodes that were lost before a rollout reached them. */
export interface LostNodes {
  readonly count: number;
  /** How many nodes the rollout is about. */
  readonly of: number;
}

/**
 * The update strategy while nodes are lost. Kubernetes counts a pod that cannot be replaced against the budget, so with as
 * many lost nodes as the budget has, nothing would ever roll (docs/adr/0006-no-fleet-collapse.md).
 */
export function besideLostNodes(strategy: UpdateStrategy, lost: LostNodes | undefined): UpdateStrategy {
  if (lost === undefined || lost.count === 0 || strategy.type === 'OnDelete') return strategy;
  const { maxSurge = 0, maxUnavailable = 1 } = strategy.rollingUpdate ?? {};
  const surge = inNodes(maxSurge, lost.of);
  const rollingUpdate =
    surge > 0
      ? { ...strategy.rollingUpdate, maxSurge: surge + lost.count }
      : { ...strategy.rollingUpdate, maxUnavailable: inNodes(maxUnavailable, lost.of) + lost.count };
  return { ...strategy, rollingUpdate };
}

/** As the controller of DaemonSets counts: percentages are rounded up. */
export function inNodes(given: number | string, nodes: number): number {
  return typeof given === 'number' ? given : Math.ceil((nodes * Number.parseInt(given, 10)) / 100);
}
