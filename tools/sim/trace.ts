import { createHash } from 'node:crypto';
import type { Happening, History } from '../observer/history.ts';

/** What must be equal when a run is repeated, as one hash: every request, change, note and log line with its time. */
export function traceHash(history: History): string {
  const hash = createHash('sha256');
  for (const happening of history.all) hash.update(`${JSON.stringify(essence(happening))}\n`);
  return hash.digest('hex');
}

/** The state before a change was told with the change before it. */
function essence(happening: Happening): unknown {
  if (happening.kind !== 'object') return happening;
  const { before: _before, ...change } = happening;
  return change;
}
