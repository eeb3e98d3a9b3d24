import type { OperatorIdentity } from '../../renderers/input.ts';
import { CALICO_SYSTEM, ACTIVE_OPERATOR } from '../../renderers/shared/names.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Settings } from '../context.ts';

/** What tells it. */
export interface ActivityFacts {
  readonly cluster: Pick<Cluster, 'configMaps'>;
  readonly settings: Pick<Settings, 'operator'>;
}

/**
 * Whether this operator is the one that acts. Operators in two namespaces hand over by one key of a ConfigMap; an absent
 * ConfigMap makes this one active, and its first pass then writes it.
 */
export function isActiveOperator({ cluster, settings }: ActivityFacts): boolean {
  return namesThisOperator(cluster.configMaps.get(`${CALICO_SYSTEM}/${ACTIVE_OPERATOR}`), settings.operator);
}

/** The namespace whose operator acts; undefined where none is named. */
export function activeNamespace({ cluster }: Pick<ActivityFacts, 'cluster'>): string | undefined {
  return cluster.configMaps.get(`${CALICO_SYSTEM}/${ACTIVE_OPERATOR}`)?.data?.['active-namespace'];
}

/** The same of the ConfigMap itself. */
export function namesThisOperator(
  claim: { readonly data?: Readonly<Record<string, string>> } | undefined,
  { namespace: own }: Pick<OperatorIdentity, 'namespace'>,
): boolean {
  const namespace = claim?.data?.['active-namespace'];
  return namespace === undefined || namespace === own;
}
