import { problemIf } from '../../problem.ts';
import type { Rule } from './rule.ts';

const minimumBelowMaximum: Rule = ({ typhaAutoscaling: { minimum, maximum } = {} }) =>
  problemIf(minimum !== undefined && maximum !== undefined && minimum > maximum, {
    path: 'spec.typhaAutoscaling.minimum',
    value: minimum,
    message: `is more than the maximum, ${maximum}; lower it or raise the maximum`,
  });

const risingLadder: Rule = ({ typhaAutoscaling: { ladder = [] } = {} }) =>
  ladder.flatMap(({ nodes, replicas }, index) => {
    const before = ladder[index - 1];
    const path = `spec.typhaAutoscaling.ladder[${index}]`;
    if (before === undefined) return [];
    return [
      ...problemIf(nodes <= before.nodes, {
        path: `${path}.nodes`,
        value: nodes,
        message: `must be more than in the step before, ${before.nodes}`,
      }),
      ...problemIf(replicas < before.replicas, {
        path: `${path}.replicas`,
        value: replicas,
        message: `must be at least that of the step before, ${before.replicas}: more nodes need more Typha pods`,
      }),
    ];
  });

/** How many Typha pods there may be. */
export const typhaRules: readonly Rule[] = [minimumBelowMaximum, risingLadder];
