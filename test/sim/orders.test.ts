import { describe, expect, it } from '@jest/globals';
import { judge, type Expectation } from '../../tools/sim/judge.ts';
import { run, type Run } from '../../tools/sim/run.ts';
import { settling } from '../../tools/sim/scenarios/index.ts';
import { deletedIn, madeIn } from '../../tools/sim/scenarios/orders.ts';
import { evenly, ordersOf, parts, titleOf, type Part } from '../../tools/sim/scenarios/parts.ts';
import type { Scenario } from '../../tools/sim/scenarios/scenario.ts';

const all = ordersOf(parts);
/** `npm run orders` takes all of them. */
const chosen = evenly(all, Number(process.env['ORDERS'] ?? 12));
/** Who writes how often depends on the order, and who deletes while others write meets refusals that are nobody's mistake. */
const expects: Expectation = { objects: 'same', effort: 'any', except: ['I6'] };

function told(scenario: Scenario, seed: number): Promise<Run> {
  return run({ scenario: { ...scenario, story: settling(scenario.story) }, seed });
}

describe.each([
  ['made', madeIn],
  ['deleted', deletedIn],
] as const)('all parts, %s', (_, scenarioFor) => {
  const usual = told(scenarioFor(parts), 1);

  it.each(chosen.map((order) => [titleOf(order), order] as const))('in the order %s', async (_title, order: Part[]) => {
    const end = await told(scenarioFor(order), all.indexOf(order) + 1);
    expect(judge(end, await usual, expects)).toEqual([]);
  });
});
