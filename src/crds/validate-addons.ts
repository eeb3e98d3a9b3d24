import type { GoldmaneSpec } from './goldmane.ts';
import type { ManagementClusterConnectionSpec } from './management-cluster-connection.ts';
import { problemIf, type Problem } from './problem.ts';
import type { WhiskerSpec } from './whisker.ts';
import { validateWorkload } from './workload-rules/validate-workload.ts';

/** What the schemas let through and the programs would stumble over. */

/** Where Goldmane takes flow logs; its health is asked by a command. */
const goldmanePort = 7443;
const maxPort = 65_535;

/** Everything that is wrong with the spec of a Goldmane. */
export function validateGoldmane({ goldmaneDeployment, metricsPort = 0 }: GoldmaneSpec): readonly Problem[] {
  const isPort = metricsPort >= 0 && metricsPort <= maxPort && metricsPort !== goldmanePort;
  return [
    ...validateWorkload(goldmaneDeployment, 'spec.goldmaneDeployment'),
    ...problemIf(!isPort, {
      path: 'spec.metricsPort',
      value: metricsPort,
      message: `is no port for metrics: 1 to ${maxPort} without ${goldmanePort}, which takes flow logs, or 0 for none`,
    }),
  ];
}

/** Everything that is wrong with the spec of a Whisker. */
export function validateWhisker({ whiskerDeployment, notifications = 'Enabled' }: WhiskerSpec): readonly Problem[] {
  return [
    ...validateWorkload(whiskerDeployment, 'spec.whiskerDeployment'),
    ...problemIf(!['Enabled', 'Disabled'].includes(notifications), {
      path: 'spec.notifications',
      value: notifications,
      message: 'must be Enabled or Disabled',
    }),
  ];
}

/** Everything that is wrong with the spec of a ManagementClusterConnection. */
export function validateConnection(spec: ManagementClusterConnectionSpec): readonly Problem[] {
  const { guardianDeployment, managementClusterAddr, tls, impersonation } = spec;
  return [
    ...validateWorkload(guardianDeployment, 'spec.guardianDeployment'),
    ...problemIf(!isHostAndPort(managementClusterAddr ?? ''), {
      path: 'spec.managementClusterAddr',
      value: managementClusterAddr,
      message: 'must be set to a host and a port, such as manager.example.com:9449',
    }),
    ...problemIf(tls?.ca === 'Public', {
      path: 'spec.tls.ca',
      value: tls?.ca,
      message: 'belongs to the enterprise edition; leave it out, or set Tigera',
    }),
    ...problemIf(impersonation !== undefined, {
      path: 'spec.impersonation',
      message: 'belongs to the enterprise edition; leave it out',
    }),
  ];
}

/** IPv6 addresses stand in brackets. */
function isHostAndPort(address: string): boolean {
  const [, port] = /^(?:\[[0-9a-fA-F:.]+\]|[^\s:/]+):(\d{1,5})$/.exec(address) ?? [];
  return port !== undefined && Number(port) > 0 && Number(port) <= maxPort;
}
