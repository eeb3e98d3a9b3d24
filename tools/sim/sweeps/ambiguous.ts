import { isWriteRequest, type RequestMade } from '../../observer/history.ts';
import { addonScenarios, aggregatedScenarios, apiServerScenarios, scenarios } from '../scenarios/index.ts';
import { describeRequest } from './describe-request.ts';
import { expectationOf } from './expectations.ts';
import type { Sweep } from './sweep.ts';

const writes = ['create', 'update', 'patch', 'apply', 'delete'] as const;
/** A story at rest renews its lease again and again; the first few renewals stand for all. */
const renewals = 3;

/** Every write is carried out, and nobody hears of it: whoever then thinks that nothing happened makes things twice. */
export const ambiguousSweep: Sweep = {
  id: 'T04',
  says: 'every write is carried out, and its answer is lost',
  // A take-over has a sweep of its own, which knows what it may leave.
  scenarios: [...scenarios, ...apiServerScenarios, ...addonScenarios, ...aggregatedScenarios]
    .map(({ name }) => name)
    .filter((name) => name !== 'take-over'),
  casesOf: (golden, scenario) =>
    withoutRenewals(golden.history.requests.filter(isWriteRequest)).map(({ request, nth }) => ({
      title: `the answer to ${describeRequest(request)} is lost (write ${nth})`,
      rules: [{ match: { verb: [...writes], nth }, action: { kind: 'reset', phase: 'after' } }],
      expects: expectationOf(scenario),
    })),
};

function withoutRenewals(requests: readonly RequestMade[]): { request: RequestMade; nth: number }[] {
  let seen = 0;
  return requests.flatMap((request, index) => {
    const isRenewal = request.resource.plural === 'leases' && request.verb === 'update';
    if (isRenewal) seen += 1;
    return isRenewal && seen > renewals ? [] : [{ request, nth: index + 1 }];
  });
}
