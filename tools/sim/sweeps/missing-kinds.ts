import type { ResourceName } from '../../observer/history.ts';
import type { Expectation } from '../judge.ts';
import { settling } from '../scenarios/index.ts';
import type { SimWorld } from '../world.ts';
import type { Run } from '../run.ts';
import { insist } from './insist.ts';
import type { Case, Sweep } from './sweep.ts';

const absentMs = 60_000;
/** From the moment a kind is served until the operator watches it again. */
const noticeMs = 5_000;
/** From then on until nothing of its absence is left, beside the time that an installation takes. */
const healMs = 5_000;
const installMs = 15_000;

/** The API server says 404, or that it knows nothing, as long as it lasts. */
const expects: Expectation = { objects: 'same', effort: 'any', except: ['I6'] };

/** Kinds that a run watched; those of users' custom resources cannot be made while they are absent. */
function watched({ history }: Run): ResourceName[] {
  const byName = new Map(
    history.requests.flatMap(({ verb, resource }) =>
      verb === 'watch' ? [[`${resource.plural}.${resource.group}`, resource] as const] : [],
    ),
  );
  return [...byName.values()];
}

function late(resource: ResourceName): Case {
  return {
    title: `${nameOf(resource)} come a minute late`,
    rules: [],
    expects,
    story: settling(async (world) => {
      const serve = world.admin.server.withdraw(resource);
      world.startsTheOperator();
      if (resource.plural !== 'installations') world.appliesInstallation();
      await world.scheduler.pass(absentMs);
      insistsOnWords(world, resource);
      serve();
      if (resource.plural === 'installations') world.appliesInstallation();
      await isNoticed(world, resource);
      await comesWithin(world, healMs + installMs);
    }),
  };
}

function gone(resource: ResourceName): Case {
  return {
    title: `${nameOf(resource)} are not served for a minute`,
    rules: [],
    expects,
    story: settling(async (world) => {
      world.startsTheOperator();
      world.appliesInstallation();
      await world.becomesAvailable();
      const serve = world.admin.server.withdraw(resource);
      await world.scheduler.pass(absentMs);
      serve();
      await isNoticed(world, resource);
      await comesWithin(world, healMs);
    }),
  };
}

/** The operator watches the kind again in time: whatever waits for it can go on from then. */
async function isNoticed(world: SimWorld, { group, plural }: ResourceName): Promise<void> {
  const since = world.scheduler.now;
  await world.scheduler.pass(noticeMs);
  const isWatched = world.history.requests.some(
    ({ at, verb, code, resource }) =>
      at > since && verb === 'watch' && code === 200 && resource.plural === plural && resource.group === group,
  );
  insist('not watched', isWatched ? [] : [`${plural}, ${noticeMs / 1000} s after they are served`]);
}

function undiscovered(group: string): Case {
  return {
    title: `discovery does not know what ${group} serves, for a minute`,
    rules: [],
    expects,
    story: settling(async (world) => {
      const show = world.admin.server.hideFromDiscovery(group);
      world.startsTheOperator();
      world.appliesInstallation();
      await world.scheduler.pass(absentMs);
      show();
      await comesWithin(world, healMs + installMs);
    }),
  };
}

function nameOf({ plural, group }: ResourceName): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** It is said what is missing: in a status, or where no status can be written, in the log and in readiness. */
function insistsOnWords(world: SimWorld, { plural }: ResourceName): void {
  const isSaid = world.history.all.some((each) => {
    if (each.kind === 'log') return each.line.includes(plural);
    return (
      each.kind === 'object' &&
      each.resource.plural === 'tigerastatuses' &&
      JSON.stringify(each.object).includes(plural)
    );
  });
  insist('not told', isSaid || isAvailable(world) ? [] : [plural]);
}

async function comesWithin(world: SimWorld, ms: number): Promise<void> {
  await world.scheduler.until(() => isAvailable(world), ms);
  insist('not available', isAvailable(world) ? [] : [`${ms / 1000} s after it is served`]);
  await world.becomesAvailable();
}

function isAvailable(world: SimWorld): boolean {
  return ['calico', 'ippools', 'tiers'].every((name) => world.condition(name, 'Available')?.status === 'True');
}

/** Every kind that the operator watches is not served at first, or not for a while; and nobody knows what a group serves. */
export const missingKindSweep: Sweep = {
  id: 'T20',
  says: 'every watched kind comes late, or goes for a while; discovery that lacks a group',
  scenarios: ['install'],
  casesOf: (golden) => {
    const kinds = watched(golden);
    const groups = [...new Set(kinds.map(({ group }) => group))].filter((group) => group !== '');
    return [...kinds.flatMap((kind) => [late(kind), gone(kind)]), ...groups.map(undiscovered)];
  },
};
