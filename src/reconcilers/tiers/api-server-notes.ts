import type { ReconcileContext } from '../context.ts';

/**
 * What the cluster lacks without an APIServer: where CRDs serve projectcalico.org, the check of who may write to which tier
 * (CAL-605); elsewhere projectcalico.org itself, and with it every policy of the operator (CAL-606).
 */
export function apiServerNotes({ cluster, settings }: ReconcileContext): string[] {
  if (cluster.apiServers.list().length > 0) return [];
  const remedy = 'create an APIServer named default';
  return settings.calicoApi === 'projectcalico.org/v3'
    ? [
        `CAL-605 Without an APIServer nobody checks permissions for tiers: who may write policies may write them in every tier; ${remedy}`,
      ]
    : [
        `CAL-606 Without an APIServer projectcalico.org/v3 is not served, so there are no policies of the operator; ${remedy}`,
      ];
}
