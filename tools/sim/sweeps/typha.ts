import type { Deployment } from '../../../src/crds/generated/core.gen.ts';
import { Deployment as Deployments, Node } from '../../../src/k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../../src/k8s/object.ts';
import { Chance } from '../chance.ts';
import type { Expectation } from '../judge.ts';
import { settling } from '../scenarios/index.ts';
import type { SimWorld } from '../world.ts';
import { insist } from './insist.ts';
import type { Case, Sweep } from './sweep.ts';

const casesOfEach = 60;
const steps = 6;
/** Typha is right so soon after nodes came. */
const soonMs = 15_000;
/** Fewer come only after ten minutes in which fewer were enough. */
const restMs = 11 * 60_000;

/** The story counts Typhas itself. Nodes without a kubelet leave things undone. */
const expects: Expectation = { objects: 'any', except: ['I3', 'I8', 'I9'] };

type NodeObject = KubeObject & { readonly spec?: { readonly unschedulable?: boolean } };

/** What nodes do, and what is done to them. */
const events: Readonly<Record<string, (world: SimWorld, chance: Chance) => void>> = {
  come: (world, chance) => world.addsNodes(Math.ceil(chance.between(0, 4))),
  'are cordoned': (world, chance) => cordons(world, chance, true),
  'are uncordoned': (world, chance) => cordons(world, chance, null),
  leave: (world, chance) => {
    const nodes = world.admin.list(Node);
    if (nodes.length > 1) world.admin.delete(Node, chance.pick(nodes));
  },
  'fall silent': (world, chance) => setsReady(world, chance, 'Unknown'),
  'are heard again': (world, chance) => setsReady(world, chance, 'True'),
  'are all cordoned': (world) => {
    for (const { metadata } of world.admin.list(Node))
      world.admin.patch(Node, metadata, { spec: { unschedulable: true } });
  },
};

function cordons(world: SimWorld, chance: Chance, unschedulable: true | null): void {
  world.admin.patch(Node, chance.pick(world.admin.list(Node)).metadata, { spec: { unschedulable } });
}

function setsReady(world: SimWorld, chance: Chance, status: string): void {
  const conditions = [{ type: 'Ready', status }];
  world.admin.patch(Node, chance.pick(world.admin.list(Node)).metadata, { status: { conditions } }, 'status');
}

/** How many Typhas there should be, by the table of docs/typha.md: counted anew here, to count the product by. */
function wanted(world: SimWorld): number {
  const nodes = (world.admin.list(Node) as readonly NodeObject[]).filter(({ spec }) => spec?.unschedulable !== true);
  const count = nodes.length;
  if (count <= 2) return 1;
  if (count <= 4) return 2;
  return count < 400 ? 3 : Math.floor(count / 200) + 2;
}

function running(world: SimWorld): number | undefined {
  const name = { namespace: 'calico-system', name: 'calico-typha' };
  return world.admin.get(Deployments as ResourceType<Deployment>, name)?.spec?.replicas;
}

function caseOf(nodes: number, seed: number): Case {
  const chance = new Chance(seed).fork(`${nodes} nodes`);
  const happenings = Array.from({ length: steps }, () => chance.pick(Object.keys(events)));
  return {
    title: `of ${nodes} nodes, some ${happenings.join(', ')} (${seed})`,
    rules: [],
    expects,
    story: settling((world) => lives(world, { nodes, happenings, chance: chance.fork('life') })),
  };
}

interface Life {
  readonly nodes: number;
  readonly happenings: readonly string[];
  readonly chance: Chance;
}

async function lives(world: SimWorld, { nodes, happenings, chance }: Life): Promise<void> {
  world.addsNodes(nodes - world.admin.list(Node).length);
  world.startsTheOperator();
  world.appliesInstallation();
  await world.becomesAvailable();
  insistsOnExactly(world);
  for (const happening of happenings) {
    events[happening]?.(world, chance);
    await world.scheduler.pass(soonMs);
    const [count = 0, least] = [running(world), wanted(world)];
    insist('too few Typhas', count < least ? [`${count} of ${least} after nodes ${happening}`] : []);
  }
  await world.scheduler.pass(restMs);
  insistsOnExactly(world);
}

function insistsOnExactly(world: SimWorld): void {
  const [count, wish] = [running(world), wanted(world)];
  insist('another number of Typhas', count === wish ? [] : [`${count ?? 'none'} for ${wish}`]);
}

/** Clusters of many sizes whose nodes come, go, are cordoned and fall silent: as many Typhas as the formula says. */
export const typhaSweep: Sweep = {
  id: 'T19',
  says: 'nodes that come, go, are cordoned and fall silent: Typha as the formula has it',
  scenarios: ['smallest'],
  casesOf: () => [
    ...[1, 2, 3, 4, 5, 7, 12].flatMap((nodes) => Array.from({ length: casesOfEach }, (_, seed) => caseOf(nodes, seed))),
    ...[198, 399, 401].map((nodes) => caseOf(nodes, 1)),
  ],
};
