import type { Condition } from '../../../src/crds/status/conditions.ts';
import { kindOf } from '../cluster-state.ts';
import type { History } from '../history.ts';
import { listAt } from '../value-at.ts';
import type { Span } from './o2-stable.ts';

export interface Cause extends Span {
  /** What must be said in the messages while it lasts. */
  readonly says: RegExp;
}

/** How long news may take, in milliseconds. */
const newsMs = 10_000;

/** O6: a cause that lasts is told in a TigeraStatus within ten seconds, and not any more ten seconds after its end. */
export function untold(history: History, { from, to, says }: Cause): string[] {
  const told = tellings(history, says);
  const saysAt = (at: number): boolean => told.findLast((telling) => telling.at <= at)?.says === true;
  const lasts = to - from > newsMs;
  const end = history.all.at(-1)?.at ?? 0;
  return [
    ...(lasts &&
    !told.some((telling) => telling.says && telling.at >= from && telling.at <= from + newsMs) &&
    !saysAt(from)
      ? [`${says.source} was not told within ${newsMs / 1000} s`]
      : []),
    ...(end >= to + newsMs && saysAt(to + newsMs)
      ? [`${says.source} is still told ${newsMs / 1000} s after its end`]
      : []),
  ];
}

/** When the statuses, taken together, began and ceased to say it. */
function tellings(history: History, says: RegExp): { readonly at: number; readonly says: boolean }[] {
  const saying = new Set<string>();
  return history.changes.flatMap(({ resource, object, type, at }) => {
    if (kindOf(resource) !== 'tigerastatuses.operator.tigera.io') return [];
    const conditions = listAt(object, 'status', 'conditions') as readonly Condition[];
    if (type !== 'DELETED' && conditions.some(({ message = '' }) => says.test(message)))
      saying.add(object.metadata.name);
    else saying.delete(object.metadata.name);
    return [{ at, says: saying.size > 0 }];
  });
}
