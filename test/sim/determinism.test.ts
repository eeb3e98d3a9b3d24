import { describe, expect, it } from '@jest/globals';
import { judge } from '../../tools/sim/judge.ts';
import { run } from '../../tools/sim/run.ts';
import { scenarioNamed, scenarios } from '../../tools/sim/scenarios/index.ts';
import { parseRules } from '../../tools/faults/rules.ts';
import { traceHash } from '../../tools/sim/trace.ts';

const scenario = scenarioNamed('teardown');
const rules = parseRules('- { match: { probability: 0.05 }, action: { kind: reset, phase: after } }');

describe('a simulation', () => {
  it('is the same fifty times for the same seed, faults by chance included', async () => {
    const traces = new Set<string>();
    for (let time = 0; time < 50; time++) traces.add(traceHash((await run({ scenario, seed: 7, rules })).history));
    expect(traces.size).toBe(1);
  });

  it('takes another way for another seed', async () => {
    const [one, other] = [await run({ scenario, seed: 1 }), await run({ scenario, seed: 2 })];
    expect(traceHash(one.history)).not.toBe(traceHash(other.history));
  });

  it.each(scenarios.map(({ name }) => name))('comes to the same end of %s on every way', async (name) => {
    const golden = await run({ scenario: scenarioNamed(name), seed: 1 });
    const problems: string[] = [];
    for (let seed = 2; seed < 8; seed++) {
      problems.push(...judge(await run({ scenario: scenarioNamed(name), seed }), golden));
    }
    expect(problems).toEqual([]);
  });
});
