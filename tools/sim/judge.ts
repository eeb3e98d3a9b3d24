import { isWriteRequest, subjectOf } from '../observer/history.ts';
import { canonicalDump, diffDumps, type Dump } from '../observer/oracles/canonical-dump.ts';
import type { Run } from './run.ts';

const dumps = new WeakMap<Run, Dump>();

function dumpOf(run: Run): Dump {
  const known = dumps.get(run) ?? canonicalDump(run.objects);
  dumps.set(run, known);
  return known;
}

export interface Expectation {
  /** `same`: all that the golden run left. `at most`: no more than that, because the story may end before all was made. */
  readonly objects: 'same' | 'at most';
}

/** Everything that is wrong with a run, in words; empty when it is as good as the run without faults. */
export function judge(run: Run, golden: Run, { objects }: Expectation = { objects: 'same' }): string[] {
  const wedged = run.failure === undefined ? [] : [`the story does not end: ${String(run.failure)}`];
  return [...wedged, ...differences(dumpOf(golden), dumpOf(run), objects), ...crashes(run), ...unrest(run)];
}

function differences(golden: Dump, actual: Dump, objects: Expectation['objects']): string[] {
  const expected = objects === 'same' ? golden : new Map([...golden].filter(([name]) => actual.has(name)));
  return diffDumps(expected, actual);
}

/** Every scenario ends with a while in which nothing should have to be written. */
const restMs = 15_000;

/** Writes that change nothing of the cluster. */
const uncounted = new Set(['leases', 'selfsubjectaccessreviews']);

/** Writes at rest, the lease aside. */
function unrest({ history, lasted }: Run): string[] {
  return history.requests
    .filter(
      (request) => isWriteRequest(request) && request.at > lasted - restMs && !uncounted.has(request.resource.plural),
    )
    .map((request) => `still writes at rest: ${request.verb} ${subjectOf(request)}`);
}

/** Processes may be killed, but never end by themselves with an error. */
function crashes({ history }: Run): string[] {
  return history.notes
    .filter(({ what, detail }) => what === 'operator ended' && !/: (?:stopped|lease-lost)$/.test(detail))
    .map(({ detail }) => `the operator crashed: ${detail}`);
}
