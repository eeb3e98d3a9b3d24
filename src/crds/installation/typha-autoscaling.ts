import * as z from 'zod';
import { atomicListOf, struct, structOf } from '../schema.ts';

const count = (description: string): z.ZodInt =>
  z.int().min(1).max(10_000).meta({ format: 'int32' }).describe(description);

const step = structOf('A step of the ladder.', {
  nodes: z
    .int()
    .min(0)
    .meta({ format: 'int32' })
    .describe('Number of nodes from which on the step counts. Cordoned and virtual nodes are left out.'),
  replicas: count('Number of Typha pods from there on.'),
});

/**
 * How many Typha pods there are. The Go operator has no such field; it goes by its formula, which is our default
 * (docs/typha.md).
 */
export const typhaAutoscaling = struct('How many Typha pods there are. Unset: one for 200 nodes and two more.', {
  minimum: count('Fewest Typha pods, as far as there are nodes that can run them.'),
  maximum: count('Most Typha pods. More than 400 nodes for each are warned of.'),
  ladder: atomicListOf(
    step,
    'Numbers of Typha pods by numbers of nodes, smallest first, instead of the formula: the last step whose number of ' +
      'nodes is reached counts. Below the first step there is one.',
  ),
});

export type TyphaAutoscaling = z.input<typeof typhaAutoscaling>;
