import type * as z from 'zod';
import { operatorKind, type OperatorObject } from './operator-kind.ts';
import { goldmaneDeployment } from './overrides.ts';
import { int32, struct } from './schema.ts';
import { conditions } from './status/condition-schema.ts';

const spec = struct('How Goldmane runs. An empty spec is a complete one.', {
  goldmaneDeployment,
  metricsPort: int32('Port for Prometheus metrics. 0 or unset: no metrics.'),
});

const status = struct('What the operator has made of the spec.', {
  conditions: conditions('Health of Goldmane: Ready, Progressing and Degraded.'),
});

export type GoldmaneSpec = z.input<typeof spec>;
export type Goldmane = OperatorObject<'Goldmane', GoldmaneSpec, z.input<typeof status>>;

/** The resource definition of Goldmane, for the generator. */
export const goldmane = operatorKind({
  kind: 'Goldmane',
  plural: 'goldmanes',
  description: 'Installs Goldmane, which collects and aggregates the flow logs of all nodes. Named `default`.',
  spec,
  status,
  singleton: { names: ['default'], message: "resource name must be 'default'" },
});
