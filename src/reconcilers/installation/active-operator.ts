import { CALICO_SYSTEM, ACTIVE_OPERATOR } from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';

/**
 * Whether this operator is the one that acts. Operators in two namespaces hand over by one key of a ConfigMap; an absent
 * ConfigMap makes this one active, and its first pass then writes it.
 */
export function isActiveOperator(ctx: ReconcileContext): boolean {
  const claim = ctx.cluster.configMaps.get(`${CALICO_SYSTEM}/${ACTIVE_OPERATOR}`);
  const namespace = claim?.data?.['active-namespace'];
  return namespace === undefined || namespace === ctx.settings.operator.namespace;
}
