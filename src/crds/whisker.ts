import * as z from 'zod';
import { operatorKind, type OperatorObject } from './operator-kind.ts';
import { whiskerDeployment } from './overrides.ts';
import { struct } from './schema.ts';
import { conditions } from './status/condition-schema.ts';

const spec = struct('How Whisker runs. An empty spec is a complete one.', {
  whiskerDeployment,
  notifications: z
    .string()
    .describe(
      'Whether the console shows news of the project, which it fetches: Enabled or Disabled. Default: Enabled.',
    ),
});

const status = struct('What the operator has made of the spec.', {
  conditions: conditions('Health of Whisker: Ready, Progressing and Degraded.'),
});

export type WhiskerSpec = z.input<typeof spec>;
export type Whisker = OperatorObject<'Whisker', WhiskerSpec, z.input<typeof status>>;

/** The resource definition of Whisker, for the generator. */
export const whisker = operatorKind({
  kind: 'Whisker',
  plural: 'whiskers',
  description: 'Installs Whisker, the web console for flow logs. It needs a Goldmane. Named `default`.',
  spec,
  status,
  singleton: { names: ['default'], message: "resource name must be 'default'" },
});
