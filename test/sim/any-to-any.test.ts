import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { InstallationSpec } from '../../src/crds/installation/spec.ts';
import { canonicalDump, diffDumps } from '../../tools/observer/oracles/canonical-dump.ts';
import { run } from '../../tools/sim/run.ts';
import { settling } from '../../tools/sim/scenarios/index.ts';
import { exploration } from '../support/exploration.ts';
import { possibleInstallation } from '../support/possible-installation.ts';

/** What is left after a cluster had each of these Installations, one after the other. */
async function leftBy(...specs: readonly InstallationSpec[]): Promise<ReturnType<typeof canonicalDump>> {
  const story = settling(async (world) => {
    world.startsTheOperator();
    for (const spec of specs) {
      world.appliesInstallation(spec);
      await world.becomesAvailable();
    }
  });
  const { objects, failure } = await run({ scenario: { name: 'any', says: 'any', nodes: 2, story }, seed: 1 });
  if (failure !== undefined) throw failure;
  return canonicalDump(objects);
}

describe('an Installation', () => {
  it('leaves the same objects, whatever was installed before it', async () => {
    const property = fc.asyncProperty(possibleInstallation, possibleInstallation, async (before, after) => {
      expect(diffDumps(await leftBy(after), await leftBy(before, after))).toEqual([]);
    });
    await fc.assert(property, exploration(40));
  });
});
