import * as z from 'zod';
import { operatorKind, type OperatorObject } from './operator-kind.ts';
import { apiServerDeployment, calicoWebhooksDeployment } from './overrides.ts';
import { struct } from './schema.ts';
import { conditions } from './status/condition-schema.ts';

const logSeverity = z
  .enum(['Fatal', 'Error', 'Warn', 'Info', 'Debug', 'Trace'])
  .meta({ default: 'Info' })
  .describe('Least severe messages that are logged. Default: Info.');

const spec = struct('How the API for projectcalico.org/v3 is served. An empty spec is a complete one.', {
  logging: struct('Logs of the containers.', {
    apiServer: struct('Log of the container calico-apiserver.', { logSeverity }),
    queryServer: struct('Log of the container tigera-queryserver, which open-source Calico does not have.', {
      logSeverity,
    }),
  }),
  apiServerDeployment,
  calicoWebhooksDeployment: calicoWebhooksDeployment.describe(
    'Changes to the Deployment calico-webhooks, which takes the place of calico-apiserver where projectcalico.org/v3 ' +
      'is served by CRDs.',
  ),
});

const status = struct('What the operator has made of the spec.', {
  state: z.string().describe('`Ready` once projectcalico.org/v3 can be used.'),
  conditions: conditions('Health of the API server: Ready, Progressing and Degraded.'),
});

export type APIServerSpec = z.input<typeof spec>;
export type APIServer = OperatorObject<'APIServer', APIServerSpec, z.input<typeof status>>;

/** The resource definition of APIServer, for the generator. */
export const apiServer = operatorKind({
  kind: 'APIServer',
  plural: 'apiservers',
  description:
    'Serves the API projectcalico.org/v3, so that kubectl can read and write policies, pools and the rest of ' +
    'Calico. The object is named `default` (or `tigera-secure`); there must not be two.',
  spec,
  status,
  singleton: {
    names: ['default', 'tigera-secure'],
    message: "resource name must be 'default' or 'tigera-secure'",
  },
});
