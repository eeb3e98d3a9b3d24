import { settling } from '../scenarios/index.ts';
import { installs } from '../scenarios/teardown.ts';
import type { Expectation } from '../judge.ts';
import type { SimWorld } from '../world.ts';
import { insist } from './insist.ts';
import type { Case, Sweep } from './sweep.ts';
import { insistsOnFewReads, insistsOnSync } from './sync.ts';

const minuteMs = 60_000;
const outageMs = 10 * minuteMs;
/** How long it lasts: shorter than a lease, so that the process lives on, and longer. */
const spans: Readonly<Record<string, number>> = { 'six seconds': 6_000, 'a minute': minuteMs, 'ten minutes': outageMs };
/** When it begins, after the operator has started: while things are installed, or at rest. */
const beginnings = [50, 300, 700, 1_500, 3_000, 20_000];
/** All is well this long after the control plane is back. */
const recoveryMs = 45_000;

/** The pods of a cluster that goes back in time come and go with it. */
const expects: Expectation = { objects: 'same', effort: 'any' };
/** Going back in time undoes things, as nobody but an administrator may. */
const restored: Expectation = { ...expects, except: ['I2', 'I3', 'I7', 'I9', 'I11', 'I15', 'I16'] };

interface Outage {
  readonly forMs?: number;
  /** Happens to what is stored. */
  readonly meanwhile?: () => void;
}

/** Nothing is answered for a while, and every connection breaks. */
async function goesAway(world: SimWorld, { forMs = outageMs, meanwhile }: Outage = {}): Promise<void> {
  const lift = world.faults.add({ match: {}, action: { kind: 'reset', phase: 'before' } });
  world.admin.server.cutWatches();
  await world.scheduler.pass(forMs);
  meanwhile?.();
  lift();
}

function outage(span: string, forMs: number, afterMs: number): Case {
  return {
    title: `the control plane is away for ${span} after ${afterMs} ms`,
    rules: [],
    expects,
    story: settling(async (world) => {
      world.startsTheOperator();
      world.appliesInstallation();
      await world.scheduler.pass(afterMs);
      await goesAway(world, { forMs });
      const back = world.scheduler.now;
      await world.scheduler.until(() => isAvailable(world), recoveryMs);
      insist('not available in time', isAvailable(world) ? [] : [`${recoveryMs / 1000} s after it is back`]);
      await world.becomesAvailable();
      await world.scheduler.pass(recoveryMs);
      insistsOnSync(world, back);
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
      await goesAway(world, { meanwhile: () => world.admin.server.restore(snapshot) });
      await world.becomesAvailable();
    }),
  };
}

/** The control plane goes away and comes back, as it was or as an older backup has it: what it then says is the truth. */
export const outageSweep: Sweep = {
  id: 'T23',
  says: 'the control plane is away for seconds or minutes, and may come back from an older backup',
  scenarios: ['install'],
  casesOf: () => [
    ...beginnings.flatMap((afterMs) => Object.entries(spans).map(([span, forMs]) => outage(span, forMs, afterMs))),
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
