import * as z from 'zod';
import { listOf, matching, structWith } from '../schema.ts';

const typePattern =
  '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$';

/** A condition as the Kubernetes API conventions define it (metav1.Condition). */
const condition = structWith('One aspect of the health of the object.', {
  required: {
    type: matching(typePattern, 'Name of the aspect, for example Ready.').max(316),
    status: z.enum(['True', 'False', 'Unknown']).describe('Whether it holds.'),
    reason: matching('^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$', 'One word why, for programs.').min(1).max(1024),
    message: z.string().max(32_768).describe('Why, and what to do about it, for people.'),
    lastTransitionTime: z
      .string()
      .meta({ format: 'date-time' })
      .describe('When status last changed. Changes of reason and message do not move it.'),
  },
  optional: {
    observedGeneration: z
      .int()
      .min(0)
      .meta({ format: 'int64' })
      .describe('Generation of the spec that this was said about.'),
  },
});

/** The list of conditions of a status. */
export const conditions = (description: string): z.ZodArray<typeof condition> => listOf(condition, description);
