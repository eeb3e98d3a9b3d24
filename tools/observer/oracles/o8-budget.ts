import type { Facts } from '../facts.ts';
import type { History } from '../history.ts';

export interface Budget {
  /** Of the operator, watches and the lease apart, over the whole history. */
  readonly requests: number;
  /** While requests fail: in any one second. */
  readonly perSecondWhileFailing?: number;
}

const usualWhileFailing = 20;

/** O8: requests within the budget. Memory and delays of the event loop are measured where there is a process (the bench). */
export function overBudget(history: History, { operatorUser }: Facts, budget: Budget): string[] {
  const own = history.requests.filter(
    ({ user, verb, resource }) => user === operatorUser && verb !== 'watch' && resource.plural !== 'leases',
  );
  const most = budget.perSecondWhileFailing ?? usualWhileFailing;
  const failures = own.filter(({ code = 500, fault }) => fault !== undefined || code >= 400);
  const burst = failures.find(({ at }, index) => (failures[index + most]?.at ?? Infinity) - at < 1000);
  return [
    ...(own.length > budget.requests ? [`${own.length} requests, where ${budget.requests} are enough`] : []),
    ...(burst === undefined ? [] : [`more than ${most} requests failed within a second from ${burst.at} ms on`]),
  ];
}
