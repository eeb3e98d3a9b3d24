import type { Condition } from '../../crds/status/conditions.ts';

/** A condition as custom resources carry it. */
type OwnCondition = Condition & { reason: string; message: string };

/** Conditions of a TigeraStatus as its custom resource shows them: what is Available there is Ready here. */
export function ownConditions(conditions: readonly Condition[]): OwnCondition[] {
  return conditions.map(({ type, reason = 'Unknown', message = '', ...rest }) => ({
    ...rest,
    type: type === 'Available' ? 'Ready' : type,
    reason,
    message,
  }));
}
