import { Goldmanes, Whiskers } from '../../../src/crds/kinds.ts';
import { Secret } from '../../../src/k8s/kinds.ts';
import { arePartsAvailable, deletedIn } from './orders.ts';
import { parts, tunnelSecret } from './parts.ts';
import type { Scenario } from './scenario.ts';

/** All that there is. */
const addonsStory: Scenario = {
  name: 'addons',
  says: 'everything that stands beside an Installation is made with it, and edited',
  nodes: 3,
  story: async (world) => {
    world.admin.create(Secret, tunnelSecret);
    world.startsTheOperator();
    for (const { type, name, spec } of parts) world.applies(type, spec, name);
    await arePartsAvailable(world);
    world.applies(Goldmanes, { metricsPort: 9081 });
    world.applies(Whiskers, { notifications: 'Disabled' });
    await world.scheduler.pass(1_000);
    await arePartsAvailable(world);
  },
};

/** They come, change, and go with the Installation that is deleted under them. */
export const addonStories: readonly Scenario[] = [
  addonsStory,
  { ...deletedIn(parts), name: 'addons last', says: 'the Installation is deleted under them, and then they are' },
];
