import * as fc from 'fast-check';
import type { InstallationSpec } from '../../src/crds/installation/spec.ts';

/** For records whose fields are there or not. */
export const optional: { requiredKeys: [] } = { requiredKeys: [] };

/** One of some words or numbers. */
export function oneOf<const T extends string | number>(...values: readonly T[]): fc.Arbitrary<T> {
  return fc.constantFrom(...values);
}

/** One of some values that fit a field of the Installation. */
export function valueOf<F extends keyof InstallationSpec>(
  _field: F,
  ...values: readonly NonNullable<InstallationSpec[F]>[]
): fc.Arbitrary<NonNullable<InstallationSpec[F]>> {
  return fc.constantFrom(...values);
}
