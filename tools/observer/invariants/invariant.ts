import type { Facts } from '../facts.ts';
import type { History } from '../history.ts';

export type InvariantId =
  | 'I1'
  | 'I2'
  | 'I3'
  | 'I4'
  | 'I5'
  | 'I6'
  | 'I7'
  | 'I8'
  | 'I9'
  | 'I10'
  | 'I11'
  | 'I12'
  | 'I13'
  | 'I14'
  | 'I15'
  | 'I16'
  | 'I17'
  | 'I18'
  | 'I19'
  | 'I20'
  | 'I21';

/** Something happened that must never happen. */
export interface Violation {
  readonly invariant: InvariantId;
  /** Milliseconds of the history. */
  readonly at: number;
  /** A sentence. */
  readonly what: string;
}

/** What holds in every run, whatever goes wrong. Pure. */
export interface Invariant {
  readonly id: InvariantId;
  /** The rule in one sentence. */
  readonly says: string;
  check(history: History, facts: Facts): Violation[];
}

export type Finding = Omit<Violation, 'invariant'>;

/** An invariant from what finds its violations. */
export function invariant(
  id: InvariantId,
  says: string,
  find: (history: History, facts: Facts) => Iterable<Finding>,
): Invariant {
  return {
    id,
    says,
    check: (history, facts) => Array.from(find(history, facts), (finding) => ({ invariant: id, ...finding })),
  };
}
