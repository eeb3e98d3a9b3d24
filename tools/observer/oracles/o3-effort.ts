import { Authors, beginsDeletion, operatorWrites } from '../authors.ts';
import { subjectOfChange } from '../cluster-state.ts';
import type { Facts } from '../facts.ts';
import type { History } from '../history.ts';

/** What an end took. */
export interface Effort {
  /** Of each object, by `plural.group namespace/name`. */
  readonly creates: ReadonlyMap<string, number>;
  readonly deletes: ReadonlyMap<string, number>;
  readonly writes: number;
}

export function effortOf(history: History, facts: Facts): Effort {
  const authors = new Authors(history, facts);
  const own = history.changes.filter(({ resource }) => resource.plural !== 'leases' && resource.plural !== 'events');
  const made = own.filter((change) => authors.isOperators(change));
  return {
    creates: counted(made.filter(({ type }) => type === 'ADDED').map(subjectOfChange)),
    deletes: counted(made.filter(beginsDeletion).map(subjectOfChange)),
    writes: operatorWrites(history, facts).length,
  };
}

export interface Disturbance {
  /** How many faults happened. */
  readonly faults: number;
  /** Objects that faults were about: these may be made and deleted more often. */
  readonly subjects: ReadonlySet<string>;
}

/**
 * O3: no object is made or deleted more often than without faults, and faults cost three writes each beyond twice the
 * usual. Less is possible: who comes late may find that nothing has to be done.
 */
export function wastedEffort(golden: Effort, found: Effort, { faults, subjects }: Disturbance): string[] {
  const most = golden.writes * 2 + faults * 3;
  return [
    ...surplus(golden.creates, found.creates, 'created').filter(({ subject }) => !subjects.has(subject)),
    ...surplus(golden.deletes, found.deletes, 'deleted').filter(({ subject }) => !subjects.has(subject)),
    ...(found.writes > most ? [{ says: `${found.writes} writes, where ${most} are enough` }] : []),
  ].map(({ says }) => says);
}

function surplus(
  golden: ReadonlyMap<string, number>,
  found: ReadonlyMap<string, number>,
  verb: string,
): { subject: string; says: string }[] {
  const subjects = [...new Set([...golden.keys(), ...found.keys()])];
  return subjects.flatMap((subject) => {
    const [was, is] = [golden.get(subject) ?? 0, found.get(subject) ?? 0];
    return is <= was ? [] : [{ subject, says: `${subject} was ${verb} ${is} times instead of ${was}` }];
  });
}

function counted(subjects: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(subjects, (subject) => subject)].map(([subject, all]) => [subject, all.length]));
}
