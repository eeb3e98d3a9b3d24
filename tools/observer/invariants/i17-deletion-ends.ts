import { kindOf } from '../cluster-state.ts';
import type { Facts } from '../facts.ts';
import { endOf, type History, type ObjectChange } from '../history.ts';
import { invariant } from './invariant.ts';

/** Pods end within their grace period; the rest is counted from the last disturbance. */
export const deletionEnds = invariant(
  'I17',
  'The deletion of an Installation ends, whatever its spec',
  function* (history, facts) {
    const ending = stillEnding(history);
    const [first] = ending;
    if (first === undefined || isHeldByOthers(ending.at(-1), facts)) return;
    const end = endOf(history);
    const calmSince = Math.max(first.at, ...disturbances(history));
    if (end - calmSince > facts.boundMs)
      yield {
        at: end,
        what: `the Installation is still there ${Math.round((end - first.at) / 1000)} s after its deletion`,
      };
  },
);

/** The changes of the Installation since its deletion began; empty where it is not being deleted, or is gone. */
function stillEnding({ changes }: History): ObjectChange[] {
  const installations = changes.filter(({ resource }) => kindOf(resource) === 'installations.operator.tigera.io');
  return installations.slice(installations.findLastIndex((change) => !isEnding(change)) + 1);
}

function isEnding({ type, object }: ObjectChange): boolean {
  return type !== 'DELETED' && object.metadata.deletionTimestamp !== undefined;
}

function isHeldByOthers(change: ObjectChange | undefined, { ownFinalizers }: Facts): boolean {
  const finalizers = change?.object.metadata.finalizers ?? [];
  return finalizers.some((finalizer) => !ownFinalizers.some((pattern) => pattern.test(finalizer)));
}

const disturbing = new Set([
  'operator killed',
  'operator ended',
  'operator started',
  'disturbance',
  'disturbances over',
]);

function disturbances({ notes }: History): number[] {
  return notes.flatMap(({ what, at }) => (disturbing.has(what) ? [at] : []));
}
