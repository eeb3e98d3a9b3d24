import { isWriteRequest, type RequestMade } from '../../observer/history.ts';
import { describeRequest } from './describe-request.ts';
import { anyRead, anyRequest, anyWrite } from './request-faults.ts';
import type { Sweep } from './sweep.ts';

/** Every request of a scenario suffers every fault once. */
export const singleFaultSweep: Sweep = {
  id: 'T02',
  says: 'every request × every fault',
  scenarios: ['install', 'teardown'],
  casesOf: (golden) =>
    golden.history.requests.flatMap((request, index) => (isOrdinary(request) ? casesFor(request, index) : [])),
};

const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'apply', 'delete'] as const;

/** Renewals of the lease are all alike: those at rest would repeat the first. */
function isOrdinary({ resource, n }: RequestMade): boolean {
  return resource.plural !== 'leases' || n < 100;
}

function casesFor(request: RequestMade, index: number): ReturnType<Sweep['casesOf']> {
  const faults = { ...anyRequest, ...(isWriteRequest(request) ? anyWrite : anyRead) };
  return Object.entries(faults).map(([fault, action]) => ({
    title: `${fault} for ${describeRequest(request)} (request ${index + 1})`,
    rules: [{ match: { verb: [...verbs], nth: index + 1 }, action }],
  }));
}
