import { settling } from '../scenarios/index.ts';
import { installs } from '../scenarios/teardown.ts';
import type { Expectation } from '../judge.ts';
import type { SimWorld } from '../world.ts';
import { insist } from './insist.ts';
import type { Case, Sweep } from './sweep.ts';

const minuteMs = 60_000;
const outageMs = 10 * minuteMs;
/** When it begins, after the operator has started: while things are installed, or at rest. */
const beginnings = [50, 300, 700, 1_500, 3_000, 20_000];
/** All is well this long after the control plane is back. */
const recoveryMs = 45_000;

/** The pods of a cluster that goes back in time come and go with it. */
const expects: Expectation = { objects: 'same', effort: 'any' };
/** Going back in time undoes things, as nobody but an administrator may. */
const restored: Expectation = { ...expects, except: ['I2', 'I3', 'I7', 'I9', 'I11', 'I15', 'I16'] };

/** Nothing is answered for ten minutes, and every connection breaks; `meanwhile` happens to what is stored. */
async function goesAway(world: SimWorld, meanwhile: () => void = () => undefined): Promise<void> {
  const lift = world.faults.add({ match: {}, action: { kind: 'reset', phase: 'before' } });
  world.admin.server.cutWatches();
  await world.scheduler.pass(outageMs);
  meanwhile();
  lift();
}

/** Each kind is read once after an outage, and not once for each attempt. */
function insistsOnFewReads({ history }: SimWorld, since: number): void {
  const lists = history.requests.filter(({ verb, at, code }) => verb === 'list' && at > since && code === 200);
  const paths = lists.map(({ path, process }) => `${process} ${path}`);
  insist(
    'read more than once',
    paths.filter((path, index) => paths.indexOf(path) !== index),
  );
}

function outage(afterMs: number): Case {
  return {
    title: `the control plane is away for ten minutes after ${afterMs} ms`,
    rules: [],
    expects,
    story: settling(async (world) => {
      world.startsTheOperator();
      world.appliesInstallation();
      await world.scheduler.pass(afterMs);
      await goesAway(world);
      const back = world.scheduler.now;
      await world.scheduler.until(() => isAvailable(world), recoveryMs);
      insist('not available in time', isAvailable(world) ? [] : [`${recoveryMs / 1000} s after it is back`]);
      await world.becomesAvailable();
      insistsOnFewReads(world, back);
    }),
  };
}

function isAvailable(world: SimWorld): boolean {
  return ['calico', 'ippools', 'tiers'].every((name) => world.condition(name, 'Available')?.status === 'True');
}

/** What happens between the backup and the outage after which it is put back. */
const lost: Readonly<Record<string, (world: SimWorld) => Promise<void> | void>> = {
  nothing: () => undefined,
  'an edit': async (world) => {
    world.appliesInstallation({ nodeMetricsPort: 9091, typhaMetricsPort: 9093 });
    await world.becomesAvailable();
  },
  'an edit under way': async (world) => {
    world.appliesInstallation({ nodeMetricsPort: 9091 });
    await world.scheduler.pass(300);
  },
  'a removal': async (world) => {
    world.deletesInstallation();
    await world.eventually('the Installation is gone', () => world.installation() === undefined);
  },
  'a removal under way': async (world) => {
    world.deletesInstallation();
    await world.scheduler.pass(700);
  },
};

function backup(what: string, happens: (world: SimWorld) => Promise<void> | void, afterMs: number): Case {
  return {
    title: `a backup from ${afterMs} ms after the start is put back after ${what}`,
    rules: [],
    expects: restored,
    story: settling(async (world) => {
      world.startsTheOperator();
      world.appliesInstallation();
      await world.scheduler.pass(afterMs);
      const snapshot = world.admin.server.snapshot();
      await world.becomesAvailable();
      await happens(world);
      await goesAway(world, () => world.admin.server.restore(snapshot));
      await world.becomesAvailable();
    }),
  };
}

/** The control plane goes away and comes back, as it was or as an older backup has it: what it then says is the truth. */
export const outageSweep: Sweep = {
  id: 'T23',
  says: 'the control plane is away for ten minutes, and may come back from an older backup',
  scenarios: ['install'],
  casesOf: () => [
    ...beginnings.map(outage),
    ...[200, 600, 5_000].flatMap((ms) => Object.entries(lost).map(([what, happens]) => backup(what, happens, ms))),
    {
      title: 'the control plane is away before anything was installed',
      rules: [],
      expects,
      story: settling(async (world) => {
        await goesAway(world);
        await installs(world);
      }),
    },
  ],
};
