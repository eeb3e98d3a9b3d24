import type { Condition } from '../../crds/status/conditions.ts';

/** A condition that changed sides, as an Event tells it. */
export interface Transition {
  readonly severity: 'Normal' | 'Warning';
  /** CamelCase word, for example `Available`, `AvailableLost`, `Degraded`. */
  readonly reason: string;
  readonly note: string;
}

/** The changes worth an Event. Starting without being available, or without being degraded, is no news. */
export function transitionsOf(before: readonly Condition[], after: readonly Condition[]): Transition[] {
  return after.flatMap((condition) => {
    const old = before.find(({ type }) => type === condition.type)?.status ?? 'False';
    return condition.status === old ? [] : [transition(condition)];
  });
}

function transition({ type, status, message = '' }: Condition): Transition {
  const holds = status === 'True';
  const isBad = type === 'Degraded' ? holds : type === 'Available' && !holds;
  return {
    severity: isBad ? 'Warning' : 'Normal',
    reason: holds ? type : `${type}Lost`,
    note: message === '' ? `${type} is ${status}` : message,
  };
}
