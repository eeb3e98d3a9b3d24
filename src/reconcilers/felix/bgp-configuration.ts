import type { BgpConfiguration } from '../../crds/kinds.ts';
import type { SettledSpec } from '../../crds/installation/spec.ts';

/** BIRD programs the routes that Felix does not; undefined where the Installation leaves it to the user. Pure. */
export function decideBgp({ calicoNetwork }: SettledSpec): BgpConfiguration | undefined {
  const { clusterRoutingMode } = calicoNetwork;
  if (clusterRoutingMode === undefined) return undefined;
  const programClusterRoutes = clusterRoutingMode === 'Felix' ? 'Disabled' : 'Enabled';
  const metadata = { name: 'default' };
  return { apiVersion: 'projectcalico.org/v3', kind: 'BGPConfiguration', metadata, spec: { programClusterRoutes } };
}
