import { describe, expect, it } from '@jest/globals';
import { installs } from '../../tools/sim/scenarios/teardown.ts';
import { SimWorld } from '../../tools/sim/world.ts';
import { sweeps } from '../support/sweeping.ts';

/** Every n-th case of a sweep, so that all of them together take a few minutes, and how many that has to be at least. */
type Sample = readonly [id: string, what: string, every: number, least: number, scenarios?: readonly string[]];

const samples: readonly Sample[] = [
  ['T04', 'each answer that is lost while installing makes nothing twice', 1, 60, ['install']],
  ['T04', 'an answer that is lost makes nothing twice', 21, 20, ['reinstall', 'addons', 'aggregated']],
  // Five mutations in a chain.
  ['T09', 'a field that is changed is told of, and as it was when it is changed back', 21, 60],
  ['T14', 'nothing is asked for at rest, nor written by a new process', 2, 6, ['install', 'teardown', 'aggregated']],
  ['T17', 'who dies while it reads all nodes begins again', 40, 3],
  ['T19', 'there are as many Typhas as the formula says', 20, 20],
  ['T20', 'a kind that comes late is waited for', 4, 20],
  ['T23', 'a control plane that was away, or older than before, tells the truth', 5, 7],
  ['T24', 'others may write what is theirs, and are told of where it is not', 1, 6],
];

describe('the catalogue of docs/reliability.md', () => {
  // Rest parameters: in place of one that a row lacks, a callback would be given, and waited for.
  it.each(samples)('%s: %s', async (...sample: Sample) => {
    const [id, , every, least, scenarios] = sample;
    const { runs, failures } = await sweeps(id, every, scenarios);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThanOrEqual(least);
  });
});

describe('an API server that has forgotten the past', () => {
  it('is asked for everything again', async () => {
    const world = new SimWorld({ seed: 2 });
    await installs(world);
    await world.scheduler.pass(60_000);
    world.admin.server.compact();
    world.admin.server.cutWatches();
    await world.scheduler.pass(60_000);
    world.appliesInstallation({ nodeMetricsPort: 9091 });
    await world.becomesAvailable();
    expect(world.installation()?.status?.conditions?.[0]?.observedGeneration).toBe(2);
  });
});
