import type { Reason } from './reasons.ts';

export type ConditionStatus = 'True' | 'False' | 'Unknown';

/** One aspect of the health of an object, as stored. */
export interface Condition {
  type: string;
  status: ConditionStatus;
  reason?: string;
  message?: string;
  /** RFC 3339, UTC, seconds. */
  lastTransitionTime: string;
  observedGeneration?: number;
}

/** What is to be said of one aspect. */
export interface Verdict {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly reason: Reason;
  readonly message: string;
}

/**
 * The conditions to store, in the order of `verdicts`. The transition time of a condition moves to `now` only when its
 * status does (https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#typical-status-properties).
 */
export function mergeConditions(
  stored: readonly Condition[],
  verdicts: readonly Verdict[],
  said: { readonly now: string; readonly observedGeneration?: number | undefined },
): Condition[] {
  return verdicts.map((verdict) => {
    const before = stored.find((condition) => condition.type === verdict.type);
    const kept = before?.status === verdict.status ? before.lastTransitionTime : said.now;
    const condition = { ...verdict, lastTransitionTime: kept };
    return said.observedGeneration === undefined
      ? condition
      : { ...condition, observedGeneration: said.observedGeneration };
  });
}

/** Whether the stored conditions say the same, so that nothing has to be written. */
export function sameConditions(stored: readonly Condition[], wanted: readonly Condition[]): boolean {
  return (
    wanted.length === stored.length &&
    wanted.every((condition) => {
      const found = stored.find(({ type }) => type === condition.type);
      return found !== undefined && comparedFields.every((field) => found[field] === condition[field]);
    })
  );
}

const comparedFields = ['status', 'reason', 'message', 'observedGeneration', 'lastTransitionTime'] as const;
