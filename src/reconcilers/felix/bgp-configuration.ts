import type { BgpConfiguration } from '../../crds/kinds.ts';
import type { SettledSpec } from '../../crds/installation/spec.ts';
import type { CalicoApiGroup } from '../../renderers/input.ts';
import type { Rendered } from '../../renderers/component.ts';
import { fieldManager, formerFieldManager } from '../apply/take-over.ts';
import { overruledIn, type Overruling } from './overrulings.ts';

const identityIn = (apiVersion: CalicoApiGroup) =>
  ({ apiVersion, kind: 'BGPConfiguration', metadata: { name: 'default' } }) as const;

/** What decides about it. */
export interface BgpFacts {
  readonly spec: SettledSpec;
  /** BGPConfiguration `default` as it is. */
  readonly live: BgpConfiguration | undefined;
  readonly calicoApi: CalicoApiGroup;
}

/** What we want of BGPConfiguration, and what that overrules. */
export interface BgpDecision extends Rendered {
  readonly overruled: readonly Overruling[];
}

/**
 * What becomes of BGPConfiguration `default`. BIRD programs the routes that Felix does not, where the Installation says
 * who does; where it no longer says, our field goes, and with it an object in which nobody else has set anything. Pure.
 */
export function decideBgp({ spec, live, calicoApi }: BgpFacts): BgpDecision {
  const { clusterRoutingMode } = spec.calicoNetwork;
  const identity = identityIn(calicoApi);
  if (clusterRoutingMode !== undefined) {
    const programClusterRoutes = clusterRoutingMode === 'Felix' ? 'Disabled' : 'Enabled';
    const decided = { name: 'programClusterRoutes', by: 'clusterRoutingMode', wanted: programClusterRoutes };
    const desired: BgpConfiguration = { ...identity, spec: { programClusterRoutes } };
    return { present: [desired], absent: [], overruled: overruledIn(live, [decided]) };
  }
  const managers = (live?.metadata.managedFields ?? []).map(({ manager }) => manager);
  if (!managers.some(isOurs)) return { present: [], absent: [], overruled: [] };
  const { apiVersion, kind, metadata } = identity;
  const overruled: readonly Overruling[] = [];
  if (managers.every(isOurs)) return { present: [], absent: [{ apiVersion, kind, name: metadata.name }], overruled };
  return { present: [identity], absent: [], overruled };
}

function isOurs(manager: string | undefined): boolean {
  return manager === fieldManager || manager === formerFieldManager;
}
