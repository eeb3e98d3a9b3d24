import { Lease } from '../../../src/k8s/kinds.ts';
import { Chance } from '../chance.ts';
import type { Expectation } from '../judge.ts';
import { settling } from '../scenarios/index.ts';
import { installs } from '../scenarios/teardown.ts';
import type { SimWorld } from '../world.ts';
import type { Case, Sweep } from './sweep.ts';

const lease = { namespace: 'tigera-operator', name: 'operator-lock' };
const casesOfEach = 100;
const expects: Expectation = { objects: 'same', effort: 'any' };
/** A lease does not fence: its holder writes until it looks again, whoever has taken it by force. */
const byForce: Expectation = { ...expects, except: ['I3'] };
/** When trouble comes: while things are installed, changed, or at rest. */
const latestMs = 8_000;
const hourMs = 3_600_000;

type Trouble = (world: SimWorld, chance: Chance) => void;

/** What can happen to who holds the lease. */
const troubles: Readonly<Record<string, Trouble>> = {
  'the leader is killed': (world) => world.leader()?.crash(),
  'the leader is stopped, and goes on later': (world, chance) => {
    const leader = world.leader();
    leader?.stop();
    world.scheduler.after(chance.between(5_000, 60_000), () => leader?.continue());
  },
  'the leader is asked to end': (world) => {
    world.leader()?.terminate();
    world.startsTheOperator();
  },
  'the clock jumps an hour': (world, chance) => world.scheduler.skewWall(chance.pick([-1, 1]) * hourMs),
};

/** What breaks the rules of leases. Things end well all the same. */
const violence: Readonly<Record<string, Trouble>> = {
  'the lease is deleted': (world) => {
    const live = world.admin.get(Lease, lease);
    if (live !== undefined) world.admin.delete(Lease, live);
  },
  'a stranger takes the lease, and gives it back': (world, chance) => {
    takes(world, 'stranger');
    world.scheduler.after(chance.between(1_000, 40_000), () => takes(world, ''));
  },
};

function takes(world: SimWorld, holderIdentity: string): void {
  const live = world.admin.get(Lease, lease);
  const renewTime = world.scheduler.wall().toISOString().replace('Z', '000Z');
  if (live !== undefined) world.admin.patch(Lease, lease, { spec: { holderIdentity, renewTime } });
}

/** Two replicas, and trouble for the one that is at work; nobody else may ever write. */
export const electionSweep: Sweep = {
  id: 'T08',
  says: 'two replicas × trouble for the leader, at any time',
  scenarios: ['edit'],
  expects,
  casesOf: () => [
    ...casesOf(troubles, expects),
    ...casesOf(violence, byForce),
    ...Object.entries(clockRates).flatMap(([title, rates]) => fastClocks(title, rates)),
    ...partitions(),
  ],
};

/** How fast the clocks of two machines go: that of the first process, and that of the second. */
const clockRates: Readonly<Record<string, readonly [number, number]>> = {
  "the leader's clock goes twice as fast": [2, 1],
  "the other's clock goes twice as fast": [1, 2],
};

/** Durations are all that a lease goes by, so a clock that is wrong makes one process impatient. */
function fastClocks(title: string, [first, second]: readonly [number, number]): Case[] {
  return seeded(title, ({ at }) => ({
    title: `${title}, and it is killed after ${Math.round(at)} ms`,
    rules: [],
    expects,
    story: settling(async (world) => {
      world.startsTheOperator({ clockRate: first });
      await world.eventually('it leads', () => world.leader() !== undefined);
      world.startsTheOperator({ clockRate: second });
      world.scheduler.after(at, () => world.leader()?.crash());
      world.appliesInstallation();
      await world.becomesAvailable();
      await edits(world);
    }),
  }));
}

/** The API server answers the leader in everything but its lease. */
function partitions(): Case[] {
  return seeded('only the lease is out of reach', ({ at, chance }) => {
    const action = { kind: 'answer', status: 500, bodyForm: 'status', phase: 'before' } as const;
    const until = at + chance.between(5_000, 60_000);
    return {
      title: `only the lease is out of reach after ${Math.round(at)} ms`,
      rules: [{ match: { resource: 'leases', process: 'operator-1', from: at, until }, action }],
      expects,
      story: settling(async (world) => {
        world.startsTheOperator();
        await world.eventually('it leads', () => world.leader() !== undefined);
        world.startsTheOperator();
        world.appliesInstallation();
        await world.becomesAvailable();
        await edits(world);
      }),
    };
  });
}

function seeded(title: string, make: (given: { at: number; chance: Chance }) => Case): Case[] {
  return Array.from({ length: casesOfEach }, (_, index) => {
    const chance = new Chance(index).fork(title);
    return make({ at: chance.between(1_000, latestMs), chance });
  });
}

/** What the scenario does once Calico runs. */
async function edits(world: SimWorld): Promise<void> {
  world.appliesInstallation({ nodeMetricsPort: 9091, typhaMetricsPort: 9093, controlPlaneReplicas: 1 });
  await world.becomesAvailable();
  world.appliesInstallation({ typhaMetricsPort: 9093 });
  await world.becomesAvailable();
}

function casesOf(what: Readonly<Record<string, Trouble>>, expected: Expectation): Case[] {
  return Object.entries(what).flatMap(([title, trouble]) =>
    Array.from({ length: casesOfEach }, (_, index) => ({
      ...caseOf(title, trouble, new Chance(index).fork(title)),
      expects: expected,
    })),
  );
}

function caseOf(what: string, trouble: Trouble, chance: Chance): Case {
  const at = chance.between(0, latestMs);
  return {
    title: `${what} after ${Math.round(at)} ms`,
    rules: [],
    story: settling(async (world) => {
      world.startsTheOperator();
      world.scheduler.after(at, () => trouble(world, chance));
      await installs(world);
      await edits(world);
    }),
  };
}
