import { isWriteRequest, subjectOf, type RequestMade } from '../../observer/history.ts';
import {
  addonScenarios,
  aggregatedScenarios,
  apiServerScenarios,
  certificateScenarios,
  dataplaneScenarios,
  scenarios,
} from '../scenarios/index.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { SimWorld } from '../world.ts';
import { expectationOf } from './expectations.ts';
import { insist } from './insist.ts';
import type { Case, Sweep } from './sweep.ts';

const minuteMs = 60_000;
const restMs = 15 * minuteMs;
const restartMs = 2 * minuteMs;
/** The lease is renewed, Events tell of what happens, and a process asks once what it may do. */
const noObjects = new Set(['leases', 'events', 'selfsubjectaccessreviews']);

/** What follows the end of a story: nothing, or a process that stops and another that starts. */
const ends: Readonly<Record<string, (world: SimWorld) => Promise<void>>> = {
  'fifteen minutes of rest': async (world) => {
    const since = world.scheduler.now;
    await world.scheduler.pass(restMs);
    const asked = requestsSince(world, since).filter(({ verb }) => verb !== 'watch');
    insist('asked for at rest', asked.map(describe));
  },
  'a restart': restarts,
  'a kill, and a restart': (world) => {
    world.operator?.kill();
    return startsAgain(world);
  },
};

async function restarts(world: SimWorld): Promise<void> {
  await world.stopsTheOperator();
  await startsAgain(world);
}

async function startsAgain(world: SimWorld): Promise<void> {
  const since = world.scheduler.now;
  world.startsTheOperator();
  await world.scheduler.pass(restartMs);
  insist('written after a restart', requestsSince(world, since).filter(isWriteRequest).map(describe));
}

function requestsSince({ history }: SimWorld, since: number): RequestMade[] {
  return history.requests.filter(({ at, resource }) => at > since && !noObjects.has(resource.plural));
}

function describe(request: RequestMade): string {
  return `${request.verb} ${subjectOf(request)}`;
}

/** However a story ends, all that is left is watched over: nothing is asked for at rest, nothing written by a new process. */
export const restSweep: Sweep = {
  id: 'T14',
  says: 'rest, and restarts, at the end of every story',
  scenarios: [
    ...scenarios,
    ...dataplaneScenarios,
    ...certificateScenarios.filter(({ name }) => name === 'certificates: rotation'),
    ...apiServerScenarios,
    ...addonScenarios,
    ...aggregatedScenarios,
  ]
    .map(({ name }) => name)
    // A take-over has a sweep of its own, which knows what it may leave.
    .filter((name) => name !== 'take-over'),
  casesOf: (_, scenario) => Object.entries(ends).map(([what, end]) => caseOf(scenario, what, end)),
};

function caseOf(scenario: Scenario, what: string, end: (world: SimWorld) => Promise<void>): Case {
  return {
    title: `${what} after ${scenario.name}`,
    rules: [],
    expects: { ...expectationOf(scenario), effort: 'any' },
    story: async (world) => {
      await scenario.story(world);
      await world.scheduler.pass(minuteMs);
      await end(world);
    },
  };
}
