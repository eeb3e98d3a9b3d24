import { aggregatedFacts, usualFacts, type Facts } from '../observer/facts.ts';
import { subjectOf } from '../observer/history.ts';
import { violationsIn } from '../observer/invariants/index.ts';
import { canonicalDump, diffDumps, type Dump } from '../observer/oracles/canonical-dump.ts';
import { instabilities } from '../observer/oracles/o2-stable.ts';
import { effortOf, wastedEffort } from '../observer/oracles/o3-effort.ts';
import { badLogs } from '../observer/oracles/o7-logs.ts';
import type { Run } from './run.ts';

export interface Expectation {
  /** `same`: all that the golden run left. `at most`: no more than that, because the story may end before all was made. `any`: the story itself looks at what is left. */
  readonly objects: 'same' | 'at most' | 'any';
  /** `any`: the golden run came another way, so the number of its writes says nothing. Default: about the same. */
  readonly effort?: 'any';
  /** Who serves projectcalico.org/v3. Default: CRDs. */
  readonly served?: 'aggregated';
  /** Invariants that the story answers for itself. */
  readonly except?: readonly string[];
}

/** Every scenario ends with a while in which nothing should have to be written. */
const restMs = 15_000;

/** Everything that is wrong with a run, in words; empty when it is as good as the run without faults. */
export function judge(run: Run, golden: Run, expectation: Expectation = { objects: 'same' }): string[] {
  const { history, lasted, failure, fired } = run;
  // Who removes while others write meets refusals that are nobody's mistake.
  const disturbed = fired.length > 0 || expectation.objects !== 'same';
  const known = { ...usualFacts, disturbed };
  const facts: Facts = expectation.served === 'aggregated' ? aggregatedFacts(known) : known;
  return [
    ...(failure === undefined ? [] : [`the story does not end: ${failure.message}`]),
    ...differences(run, golden, expectation),
    ...instabilities(history, facts, { from: lasted - restMs, to: lasted }),
    ...badLogs(history),
    ...crashes(run),
    ...broken(run, facts, expectation),
  ];
}

const dumps = new WeakMap<Run, Dump>();

function dumpOf(run: Run): Dump {
  const known = dumps.get(run) ?? canonicalDump(run.objects);
  dumps.set(run, known);
  return known;
}

/** Other objects at the end, and objects that were made or deleted more often than they had to be. */
function differences(run: Run, golden: Run, { objects, effort }: Expectation): string[] {
  if (objects === 'any') return [];
  const [expected, actual] = [dumpOf(golden), dumpOf(run)];
  if (objects === 'at most') return diffDumps(new Map([...expected].filter(([name]) => actual.has(name))), actual);
  if (effort === 'any') return diffDumps(expected, actual);
  const subjects = new Set(run.fired.map(({ target }) => subjectOf(target)));
  const [usual, taken] = [golden, run].map(({ history }) => effortOf(history, usualFacts));
  if (usual === undefined || taken === undefined) return [];
  const restarts = run.history.notes.filter(({ what }) => what === 'operator killed').length;
  const faults = run.fired.length + restarts * writesOfARestart;
  return [...diffDumps(expected, actual), ...wastedEffort(usual, taken, { faults, subjects })];
}

/** The lease, and a look at the own permissions. */
const writesOfARestart = 5;

/** Processes may be killed, but never end by themselves with an error. */
function crashes({ history }: Run): string[] {
  return history.notes
    .filter(({ what, detail }) => what === 'operator ended' && !/: (?:stopped|lease-lost)$/.test(detail))
    .map(({ detail }) => `the operator crashed: ${detail}`);
}

/** Invariants that did not hold on the way. */
function broken({ history }: Run, facts: Facts, { except = [] }: Expectation): string[] {
  const violations = violationsIn(history, facts).filter(({ invariant }) => !except.includes(invariant));
  return violations.map(({ invariant, at, what }) => `${invariant} after ${(at / 1000).toFixed(3)} s: ${what}`);
}
