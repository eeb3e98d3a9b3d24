import * as z from 'zod';
import { operatorKind, type OperatorObject } from './operator-kind.ts';
import { listOf, struct, structOf, structWith } from './schema.ts';

const condition = structWith('One aspect of the health of the component.', {
  required: {
    type: z.string().describe('Available, Progressing or Degraded.'),
    status: z.string().describe('True, False or Unknown.'),
    lastTransitionTime: z
      .string()
      .meta({ format: 'date-time' })
      .describe('When status last changed. Changes of reason and message do not move it.'),
  },
  optional: {
    reason: z.string().describe('One word why, for programs. All reasons are listed in docs/reasons.md.'),
    message: z.string().describe('Why, and what to do about it, for people.'),
    observedGeneration: z
      .int()
      .meta({ format: 'int64' })
      .describe('Generation of the resource that this was said about.'),
  },
});

const spec = struct('Always empty.', {});

const status = structOf('Health of the component.', {
  conditions: listOf(condition, 'One condition each of type Available, Progressing and Degraded.'),
});

export type TigeraStatus = OperatorObject<'TigeraStatus', z.input<typeof spec>, z.input<typeof status>>;

const conditionColumn = (type: string, field: string): string => `.status.conditions[?(@.type=='${type}')].${field}`;

/** The resource definition of TigeraStatus, for the generator. */
export const tigeraStatus = operatorKind({
  kind: 'TigeraStatus',
  plural: 'tigerastatuses',
  description: 'Health of one component that the operator installs. Written by the operator, for you to read.',
  spec,
  status,
  printerColumns: [
    { name: 'Available', type: 'string', jsonPath: conditionColumn('Available', 'status') },
    { name: 'Progressing', type: 'string', jsonPath: conditionColumn('Progressing', 'status') },
    { name: 'Degraded', type: 'string', jsonPath: conditionColumn('Degraded', 'status') },
    { name: 'Since', type: 'date', jsonPath: conditionColumn('Available', 'lastTransitionTime') },
    { name: 'Message', type: 'string', jsonPath: conditionColumn('Degraded', 'message') },
  ],
});
