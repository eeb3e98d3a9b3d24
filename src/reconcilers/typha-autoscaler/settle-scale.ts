import type { SettledSpec } from '../../crds/installation/spec.ts';
import { CALICO_SYSTEM, CALICO_TYPHA } from '../../renderers/shared/names.ts';
import { typhaPlacement } from '../../renderers/typha/placement.ts';
import type { ReconcileContext } from '../context.ts';
import { countReplicas } from './count-replicas.ts';

/** How many Typhas there are to be now, and what is to be said about it. */
export interface TyphaScale {
  readonly replicas: number;
  readonly warnings: readonly string[];
  /** When to look again, though nothing happens. */
  readonly againAfterMs?: number;
}

/** Counts Typhas for the nodes that there are. A maximum holds whatever was running before. */
export function settleTyphaScale(ctx: ReconcileContext, spec: SettledSpec): TyphaScale {
  const { typhaAutoscaling: autoscaling = {} } = spec;
  const wishes = { placement: typhaPlacement({ spec }), autoscaling };
  const { replicas, warnings } = countReplicas(ctx.cluster.nodes.list(), wishes);
  const running = ctx.cluster.deployments.get(`${CALICO_SYSTEM}/${CALICO_TYPHA}`)?.spec?.replicas;
  const rule = JSON.stringify(wishes);
  const settled = ctx.typhaScale.settle({ replicas, rule, running, now: ctx.clock.monotonic() });
  return { ...settled, replicas: Math.min(settled.replicas, autoscaling.maximum ?? Infinity), warnings };
}
