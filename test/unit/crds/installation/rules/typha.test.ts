import { describe } from '@jest/globals';
import { typhaRules } from '../../../../../src/crds/installation/rules/typha.ts';
import { testRules } from '../../../../support/rule-cases.ts';

const ladder = (...steps: [nodes: number, replicas: number][]): object => ({
  typhaAutoscaling: { ladder: steps.map(([nodes, replicas]) => ({ nodes, replicas })) },
});

describe('rules for the number of Typhas', () => {
  testRules(typhaRules, [
    ['take one bound', { typhaAutoscaling: { minimum: 3 } }, []],
    ['take equal bounds', { typhaAutoscaling: { minimum: 3, maximum: 3 } }, []],
    [
      'refuse bounds the wrong way round',
      { typhaAutoscaling: { minimum: 4, maximum: 3 } },
      [/^spec\.typhaAutoscaling\.minimum: 4 is more than the maximum, 3; lower it or raise the maximum$/],
    ],
    ['take a rising ladder', ladder([0, 1], [10, 2], [20, 2]), []],
    [
      'refuse steps that go back',
      ladder([10, 2], [10, 3], [30, 1]),
      [
        /^spec\.typhaAutoscaling\.ladder\[1\]\.nodes: 10 must be more than in the step before, 10$/,
        /^spec\.typhaAutoscaling\.ladder\[2\]\.replicas: 1 must be at least that of the step before, 3: more nodes/,
      ],
    ],
  ]);
});
