import { expect, it } from '@jest/globals';
import { describeProblem } from '../../src/crds/problem.ts';
import type { ValidationFacts } from '../../src/crds/installation/facts.ts';
import type { InstallationSpec } from '../../src/crds/installation/spec.ts';
import type { Rule } from '../../src/crds/installation/rules/rule.ts';
import { knownEndpoint, settled } from './installation-facts.ts';

/** What was written, and the problems that it must lead to: none, or a pattern for each. */
export type RuleCase = readonly [
  title: string,
  spec: InstallationSpec,
  problems: readonly RegExp[],
  facts?: Partial<ValidationFacts>,
];

/** One test for each case, against the rules of one topic. */
export function testRules(rules: readonly Rule[], cases: readonly RuleCase[]): void {
  it.each(cases)('%s', (_title, written, expected, facts = {}) => {
    const spec = settled(written, facts.pools === undefined ? {} : { pools: facts.pools });
    const found = rules.flatMap((rule) => rule(spec, { ...knownEndpoint, ...facts })).map(describeProblem);
    expect(found).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });
}
