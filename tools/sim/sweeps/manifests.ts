import { Deployment, DaemonSet, Node } from '../../../src/k8s/kinds.ts';
import type { ResourceType } from '../../../src/k8s/object.ts';
import { MOVE_LABEL } from '../../../src/crds/manifests/facts.ts';
import { settling } from '../scenarios/index.ts';
import { hasMoved, movesFromManifests, runsFromManifests } from '../scenarios/manifests.ts';
import type { Expectation } from '../judge.ts';
import type { SimWorld } from '../world.ts';
import { crashSweep } from './crash.ts';
import type { Case, Sweep } from './sweep.ts';

const finalizer = 'example.com/stuck';
/** From the first pass to the last node, in steps. */
const moments = [100, 400, 700, 1_000, 1_300, 1_600, 2_000, 2_500, 3_000, 4_000, 5_000, 6_000];

type Meanwhile = (world: SimWorld) => Promise<void> | void;

/** Who comes first, an event or the next node, decides how often something is written. */
const expects: Expectation = { objects: 'same', effort: 'any' };

/** What happens to a cluster while its nodes move; in the end it is as if nothing had. */
const events: Readonly<Record<string, Meanwhile>> = {
  'a node comes and goes': async (world) => {
    world.addsNodes(1);
    await world.scheduler.pass(3_000);
    removesNode(world, 6);
  },
  'a node is not heard for a while': async (world) => {
    world.setsNodeReady(2, false);
    await world.scheduler.pass(30_000);
    world.setsNodeReady(2, true);
  },
  'a node is not heard for minutes': async (world) => {
    world.setsNodeReady(1, false);
    await world.scheduler.pass(200_000);
    world.setsNodeReady(1, true);
  },
  'somebody takes the label off a node': (world) => {
    world.admin.patch(Node, { name: 'node-0' }, { metadata: { labels: { [MOVE_LABEL]: null } } });
  },
  'somebody deletes the old DaemonSet': async (world) => {
    // Before its settings are recorded, they go with it.
    await world.eventually('it is recorded', () => world.installation()?.status?.adoptedFields !== undefined);
    deletes(world, DaemonSet, 'calico-node');
  },
  'somebody deletes the old Typha': (world) => deletes(world, Deployment, 'calico-typha'),
  'somebody deletes the old controllers': (world) => deletes(world, Deployment, 'calico-kube-controllers'),
  'the old DaemonSet is held': (world) => holds(world, DaemonSet, 'calico-node'),
  'the old Typha is held': (world) => holds(world, Deployment, 'calico-typha'),
  'the old controllers are held': (world) => holds(world, Deployment, 'calico-kube-controllers'),
  'the operator is killed': (world) => {
    world.operator?.kill();
    world.startsTheOperator();
  },
};

function removesNode(world: SimWorld, index: number): void {
  const live = world.admin.get(Node, { name: `node-${index}` });
  if (live !== undefined) world.admin.delete(Node, live);
}

function deletes(world: SimWorld, type: ResourceType, name: string): void {
  const live = world.admin.get(type, { namespace: 'kube-system', name });
  if (live !== undefined) world.admin.delete(type, live);
}

/** Somebody's finalizer keeps an object for a minute after its deletion. */
function holds(world: SimWorld, type: ResourceType, name: string): void {
  const live = world.admin.get(type, { namespace: 'kube-system', name });
  if (live === undefined) return;
  world.admin.patch(type, live.metadata, { metadata: { finalizers: [finalizer] } });
  world.scheduler.after(60_000, () => world.admin.release(type, live, finalizer));
}

function caseOf(what: string, meanwhile: Meanwhile, ms: number): Case {
  return {
    title: `${what} after ${ms} ms`,
    rules: [],
    expects: { ...expects, except: ['I3'] },
    story: settling((world) =>
      movesFromManifests(world, async () => {
        await world.scheduler.pass(ms);
        await meanwhile(world);
      }),
    ),
  };
}

/** A cluster without any: nothing of the move may be left, and nothing of it happens twice. */
const again: Case = {
  title: 'the operator comes before the Installation',
  rules: [],
  story: settling(async (world) => {
    await runsFromManifests(world);
    world.startsTheOperator();
    await world.scheduler.pass(5_000);
    world.appliesInstallation();
    await hasMoved(world);
  }),
};

/** A move from manifests: killed after every write, and with everything that happens to nodes and to what is replaced. */
export const manifestSweep: Sweep = {
  id: 'T22',
  says: 'a move from manifests: a kill after every write, nodes and old objects that come and go',
  scenarios: ['manifests'],
  expects,
  casesOf: (golden, scenario) => [
    ...crashSweep.casesOf(golden, scenario),
    // The label comes and goes with the events (I3).
    ...Object.entries(events).flatMap(([what, meanwhile]) => moments.map((ms) => caseOf(what, meanwhile, ms))),
    again,
  ],
};
