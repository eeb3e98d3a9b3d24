import type { CrdSet } from '../../crds/bundle.ts';
import type { CrdDifference } from '../../crds/compare-crds.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { ignoreAnnotation } from '../apply/plan.ts';
import { isLaterRelease, stampOf, type Stamp } from './stamp.ts';

/** What the metadata of a definition tell. `unknown`: only its content can tell. */
export type FirstLook = 'missing' | 'terminating' | 'ignored' | 'current' | 'older' | 'newer' | 'unknown';

/** Judges without the content, which is large: nobody reads it while nobody else writes it. */
export function firstLook(live: KubeObject | undefined, ours: Stamp): FirstLook {
  if (live === undefined) return 'missing';
  if (live.metadata.deletionTimestamp !== undefined) return 'terminating';
  if (live.metadata.annotations?.[ignoreAnnotation] === 'true') return 'ignored';
  const stamp = stampOf(live);
  if (stamp === undefined) return 'unknown';
  if (stamp.digest === ours.digest) return 'current';
  return isLaterRelease(stamp.release, ours.release) ? 'newer' : 'older';
}

/** A definition that was written by somebody else, or by another release of ours, and what it is compared with ours. */
export interface Compared {
  readonly name: string;
  readonly set: CrdSet;
  readonly verdict: 'older' | 'newer' | CrdDifference;
}

/** `same`: as ours but for what does not matter. */
export type Judgement = 'same' | 'older' | 'newer';

/**
 * Who is newer, decided for a whole set, because its definitions are released together (docs/adr/0013-crds.md). The one
 * that has more of what the other lacks is newer: releases add much and remove little. In an older set, a definition that
 * lacks nothing of ours and has more, and one with versions that we do not know, are left alone all the same.
 */
export function judgeSets(compared: readonly Compared[]): ReadonlyMap<string, Judgement> {
  const sets = Map.groupBy(compared, ({ set }) => set);
  return new Map(
    [...sets.values()].flatMap((members) => {
      const newer = isNewerSet(members);
      return members.map(({ name, verdict }) => [name, judge(verdict, newer)] as const);
    }),
  );
}

function isNewerSet(members: readonly Compared[]): boolean {
  const differences = members.flatMap(({ verdict }) => (typeof verdict === 'object' ? [verdict] : []));
  const count = (of: (difference: CrdDifference) => readonly string[]): number =>
    differences.reduce((sum, difference) => sum + of(difference).length, 0);
  const isStampedNewer = members.some(({ verdict }) => verdict === 'newer');
  return isStampedNewer || count(({ onlyLive }) => onlyLive) > count(({ onlyOurs }) => onlyOurs);
}

function judge(verdict: Compared['verdict'], newerSet: boolean): Judgement {
  if (typeof verdict !== 'object') return newerSet ? 'newer' : verdict;
  const { onlyLive, onlyOurs, liveVersions } = verdict;
  if (newerSet) return 'newer';
  if (onlyLive.length === 0 && onlyOurs.length === 0) return 'same';
  if (liveVersions.length > 0 || onlyOurs.length === 0) return 'newer';
  return 'older';
}
