import { Installations, TigeraStatuses } from '../../../src/crds/kinds.ts';
import type { Expectation } from '../judge.ts';
import { breakages, deletesNamespace, tidies, type Breakage } from '../scenarios/broken.ts';
import { removalScenarios, settling } from '../scenarios/index.ts';
import { makes } from '../scenarios/orders.ts';
import { evenly, ordersOf, parts, titleOf, type Part } from '../scenarios/parts.ts';
import { isRemoved } from '../scenarios/teardown.ts';
import type { SimWorld } from '../world.ts';
import type { Case, Sweep } from './sweep.ts';

/** A removal takes no longer, whatever stands in its way. */
const limitMs = 60_000;
const orders = ordersOf(parts);
const ordersTried = 44;

/** Everything is there, something breaks, and everything is deleted in an order. */
interface Removal {
  readonly order: readonly Part[];
  readonly pauseMs: number;
  readonly breaks: Breakage;
  readonly meanwhile?: (world: SimWorld) => void;
}

async function removes(world: SimWorld, { order, pauseMs, breaks, meanwhile }: Removal): Promise<void> {
  await makes(world, parts);
  await breaks(world);
  const began = world.scheduler.now;
  meanwhile?.(world);
  for (const { type, name } of order) {
    world.deletes(type, { name });
    await world.scheduler.pass(pauseMs);
  }
  tidies(world);
  await isRemoved(world);
  const tookMs = world.scheduler.now - began;
  if (tookMs > limitMs) throw new Error(`the removal took ${Math.round(tookMs / 1000)} s`);
  await world.eventually('no status is left', () => world.admin.list(TigeraStatuses).length === 0);
}

const expects: Expectation = { objects: 'at most' };
/** Who deletes the Namespace takes pods and what they need at once. */
const takesAll: Expectation = { ...expects, except: ['I2'] };

function caseOf(title: string, removal: Removal): Case {
  const story = settling((world) => removes(world, removal));
  return { title, rules: [], story, expects: removal.breaks === deletesNamespace ? takesAll : expects };
}

/** How it may go on from something that is broken. */
function casesWith([what, breaks]: readonly [string, Breakage], index: number): Case[] {
  const someOrder = orders[(index * 7) % orders.length] ?? parts;
  return [
    caseOf(`removal with ${what}, all at once`, { order: parts, pauseMs: 0, breaks }),
    caseOf(`removal with ${what}, the operator killed`, {
      order: parts.toReversed(),
      pauseMs: 100,
      breaks,
      meanwhile: (world) => world.scheduler.after(300 + 90 * index, () => kills(world)),
    }),
    caseOf(`removal with ${what}: ${titleOf(someOrder)}`, { order: someOrder, pauseMs: 1_000, breaks }),
  ];
}

/** A kubelet starts it again. */
function kills(world: SimWorld): void {
  if (world.operator?.state !== 'running') return;
  world.operator.kill();
  world.scheduler.after(2_000, () => world.startsTheOperator());
}

const nothing: Breakage = () => undefined;

/** The Installation is deleted in other ways. */
const propagations = (['Foreground', 'Orphan'] as const).map((propagation) =>
  caseOf(`removal of everything, the Installation with propagation ${propagation}`, {
    order: parts,
    pauseMs: 0,
    breaks: nothing,
    meanwhile: (world) => {
      const live = world.installation();
      if (live !== undefined) world.admin.delete(Installations, live, propagation);
    },
  }),
);

const inOrders = evenly(orders, ordersTried).map((order) =>
  caseOf(`removal in order: ${titleOf(order)}`, { order, pauseMs: 700, breaks: nothing }),
);

const removals = removalScenarios.map(({ name, story }): Case => ({ title: name, rules: [], story }));

/** However Calico is removed, it ends in a minute, and the same is left. */
export const teardownSweep: Sweep = {
  id: 'T18',
  says: 'removal at any time, in any order, whatever is broken',
  scenarios: ['teardown', 'addons last'],
  expects,
  casesOf: (_, { name }) =>
    name === 'teardown' ? removals : [...Object.entries(breakages).flatMap(casesWith), ...propagations, ...inOrders],
};
