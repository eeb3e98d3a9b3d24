import { describe, expect, it } from '@jest/globals';
import {
  isRefused,
  refusesWhatIsBad,
  replacesItsAuthority,
  rotatesThroughAll,
  setsClocks,
} from '../../tools/sim/scenarios/certificate-changes.ts';
import {
  asksASigner,
  renewsItsOwn,
  renewsUnderUsersAuthority,
  usesSuppliedPairs,
} from '../../tools/sim/scenarios/certificate-years.ts';
import { SimWorld } from '../../tools/sim/world.ts';
import { sweeps } from '../support/sweeping.ts';

type Story = (world: SimWorld) => Promise<void>;

/** Tells a story, which throws where trust was lost, pods rolled without need, or words were missing. */
async function tell(story: Story): Promise<void> {
  const world = new SimWorld({ seed: 11, nodes: 2 });
  await story(world);
  world.freeze();
}

const pace = { years: 4, stepDays: 15 };

describe('over years', () => {
  it.each<[string, Story]>([
    ['what the operator issued is renewed ahead of time, and nothing is said', (world) => renewsItsOwn(world, pace)],
    [
      "an authority of a user's is warned of, and followed by the next",
      (world) => renewsUnderUsersAuthority(world, pace),
    ],
    ["a user's pairs are warned of, and followed by the next", (world) => usesSuppliedPairs(world, pace)],
    ['the authority of a signer is followed by the next', (world) => asksASigner(world, pace)],
    ['the authority of the operator is followed by the next', (world) => replacesItsAuthority(world, 15)],
  ])('%s', async (_, story) => {
    await expect(tell(story)).resolves.toBeUndefined();
  });
});

describe('a change', () => {
  it.each<[string, Story]>([
    ['of who signs leaves trust whole', rotatesThroughAll],
    ['that a webhook refuses is told by its name, and made up for', isRefused],
    ['of clocks rolls nothing', setsClocks],
    ['for the worse is told, and pods go on', refusesWhatIsBad],
  ])('%s', async (_, story) => {
    await expect(tell(story)).resolves.toBeUndefined();
  });

  it.each(['certificates: changes', 'certificates: bad pairs'])(
    'ends in the same when the operator is killed: %s',
    async (scenario) => {
      const { runs, failures } = await sweeps('T16', 6, [scenario]);
      expect(failures).toEqual([]);
      expect(runs).toBeGreaterThan(2);
    },
  );
});
