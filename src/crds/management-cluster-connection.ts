import * as z from 'zod';
import { operatorKind, type OperatorObject } from './operator-kind.ts';
import { guardianDeployment } from './overrides.ts';
import { listOf, struct } from './schema.ts';
import { conditions } from './status/condition-schema.ts';

const spec = struct('How guardian connects.', {
  managementClusterAddr: z
    .string()
    .describe('Where the management cluster listens, `host:port`, for example `manager.example.com:9449`.'),
  tls: struct('How the management cluster is trusted.', {
    ca: z
      .enum(['Tigera', 'Public'])
      .describe(
        'Which authority signed its certificate: the one named in the Secret of the connection (`Tigera`) or a ' +
          'public one (`Public`, not with Calico). Default: Tigera.',
      ),
  }),
  guardianDeployment,
  impersonation: struct('Whom guardian may act as for the management cluster. Not with Calico.', {
    users: listOf(z.string(), 'Users that guardian may impersonate. An empty list: any.'),
    groups: listOf(z.string(), 'Groups that guardian may impersonate. An empty list: any.'),
    serviceAccounts: listOf(z.string(), 'Service accounts that guardian may impersonate. An empty list: any.'),
  }),
});

const status = struct('What the operator has made of the spec.', {
  conditions: conditions('Health of the connection: Ready, Progressing and Degraded.'),
});

export type ManagementClusterConnectionSpec = z.input<typeof spec>;
export type ManagementClusterConnection = OperatorObject<
  'ManagementClusterConnection',
  ManagementClusterConnectionSpec,
  z.input<typeof status>
>;

/** The resource definition of ManagementClusterConnection, for the generator. */
export const managementClusterConnection = operatorKind({
  kind: 'ManagementClusterConnection',
  plural: 'managementclusterconnections',
  description: 'Connects this cluster to a management cluster by a tunnel that guardian opens. Named `tigera-secure`.',
  spec,
  status,
  singleton: {
    names: ['default', 'tigera-secure'],
    message: "resource name must be 'default' or 'tigera-secure'",
  },
});
