import { canonicalDump, diffDumps, type Dump } from '../observer/oracles/canonical-dump.ts';
import type { Run } from './run.ts';

const dumps = new WeakMap<Run, Dump>();

function dumpOf(run: Run): Dump {
  const known = dumps.get(run) ?? canonicalDump(run.objects);
  dumps.set(run, known);
  return known;
}

/** Everything that is wrong with a run, in words; empty when it is as good as the run without faults. */
export function judge(run: Run, golden: Run): string[] {
  const wedged = run.failure === undefined ? [] : [`the story does not end: ${String(run.failure)}`];
  return [...wedged, ...diffDumps(dumpOf(golden), dumpOf(run)), ...crashes(run)];
}

/** Processes may be killed, but never end by themselves with an error. */
function crashes({ history }: Run): string[] {
  return history.notes
    .filter(({ what, detail }) => what === 'operator ended' && !/: (?:stopped|lease-lost)$/.test(detail))
    .map(({ detail }) => `the operator crashed: ${detail}`);
}
