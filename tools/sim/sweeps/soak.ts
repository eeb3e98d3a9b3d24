import type { InstallationSpec } from '../../../src/crds/installation/spec.ts';
import { Node } from '../../../src/k8s/kinds.ts';
import { Chance } from '../chance.ts';
import type { Expectation } from '../judge.ts';
import { settling } from '../scenarios/index.ts';
import { installs } from '../scenarios/teardown.ts';
import type { SimWorld } from '../world.ts';
import { insist } from './insist.ts';
import type { Case, Sweep } from './sweep.ts';

/** Days of virtual time, each a life of its own. */
const days = 30;
const hours = 24;
const hourMs = 3_600_000;
/** What of the nodes is left in the end. */
const nodes = 3;

/** Nodes come and go with their pods, and leaders change; in the end all is as it was. */
const expects: Expectation = { objects: 'same', effort: 'any', except: ['I3', 'I7', 'I8'] };

const specs: readonly InstallationSpec[] = [
  { nodeMetricsPort: 9091 },
  { typhaMetricsPort: 9093, controlPlaneReplicas: 1 },
  { calicoNetwork: { containerIPForwarding: 'Enabled' } },
  { calicoNetwork: { ipPools: [] } },
  { imagePullSecrets: [{ name: 'nobody-has-it' }] },
  {},
];

/** What happens in an hour. */
const happenings: Readonly<Record<string, (world: SimWorld, chance: Chance) => Promise<void> | void>> = {
  'an edit': (world, chance) => world.appliesInstallation(chance.pick(specs)),
  'nodes come': (world) => world.addsNodes(2),
  'nodes go': (world) => leaves(world, nodes),
  'a node is silent': (world, chance) => {
    world.setsNodeReady(0, false);
    world.scheduler.after(chance.between(1_000, 300_000), () => world.setsNodeReady(0, true));
  },
  'a restart': async (world) => {
    await world.stopsTheOperator();
    world.startsTheOperator();
  },
  'a kill': (world) => world.leader()?.crash(),
  'the API server restarts': async (world) => {
    const lift = world.faults.add({ match: {}, action: { kind: 'reset', phase: 'before' } });
    world.admin.server.cutWatches();
    await world.scheduler.pass(8_000);
    lift();
  },
  'the API server forgets the past': (world) => {
    world.admin.server.compact();
    world.admin.server.cutWatches();
  },
  nothing: () => undefined,
};

function leaves(world: SimWorld, count: number): void {
  for (const node of world.admin.list(Node).slice(count)) world.admin.delete(Node, node);
}

function day(seed: number): Case {
  const chance = new Chance(seed).fork('soak');
  return {
    title: `day ${seed}`,
    rules: [],
    expects,
    story: settling(async (world) => {
      await installs(world);
      await world.scheduler.pass(hourMs);
      const before = world.scheduler.pending;
      for (let hour = 1; hour < hours; hour++) await passes(world, chance);
      leaves(world, nodes);
      world.appliesInstallation();
      await world.becomesAvailable();
      await world.scheduler.pass(hourMs);
      insistsOnNoMore(world, before);
    }),
  };
}

async function passes(world: SimWorld, chance: Chance): Promise<void> {
  const what = chance.pick(Object.keys(happenings));
  await happenings[what]?.(world, chance);
  await world.scheduler.pass(hourMs);
}

/** A day leaves no timer, request or watch behind that was not there in the morning. */
function insistsOnNoMore({ scheduler }: SimWorld, before: number): void {
  // Requests on their way differ from moment to moment.
  const some = 4;
  insist('timers leak', scheduler.pending > before + some ? [`${scheduler.pending}, ${before} before`] : []);
}

/** A month of days in which everything happens that happens in a cluster. */
export const soakSweep: Sweep = {
  id: 'T13',
  says: 'days of edits, nodes that come and go, restarts of everything',
  scenarios: ['install'],
  casesOf: () => Array.from({ length: days }, (_, seed) => day(seed + 1)),
};
