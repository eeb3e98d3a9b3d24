import type { Exhibit } from '../exhibit.ts';
import { apiExhibits } from './apis.ts';
import { certificateExhibits } from './certificates.ts';
import { poolExhibits } from './pools.ts';
import { removalExhibits } from './removal.ts';
import { sharingExhibits } from './sharing.ts';
import { statusExhibits } from './status.ts';

/** All bugs, in the order of their numbers. */
export const exhibits: readonly Exhibit[] = [
  ...poolExhibits,
  ...sharingExhibits,
  ...removalExhibits,
  ...apiExhibits,
  ...certificateExhibits,
  ...statusExhibits,
].toSorted((one, other) => numberOf(one) - numberOf(other));

function numberOf({ id }: Exhibit): number {
  return Number(id.slice(1));
}

/** So many of them, another choice for each seed; all of them within as many seeds as it takes to go around. */
export function rotatingExhibits(seed: number, count: number): Exhibit[] {
  const first = (seed * count) % exhibits.length;
  return Array.from({ length: count }, (_, index) => exhibits[(first + index) % exhibits.length] as Exhibit);
}
