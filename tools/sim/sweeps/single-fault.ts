import type { Action } from '../../faults/actions.ts';
import { isWriteRequest, type RequestMade } from '../../observer/history.ts';
import { describeRequest } from './describe-request.ts';
import type { Sweep } from './sweep.ts';

const answer = (status: number, more: object = {}): Action => ({
  kind: 'answer',
  status,
  bodyForm: 'status',
  phase: 'before',
  ...more,
});

/** What the contract of the API allows to happen to any request. */
const anyRequest: Readonly<Record<string, Action>> = {
  '401': answer(401),
  '403': answer(403),
  '429, come back in 1 s': answer(429, { retryAfterSeconds: 1 }),
  '429, come back in 30 s': answer(429, { retryAfterSeconds: 30 }),
  '500': answer(500),
  '502 from a load balancer': answer(502, { bodyForm: 'html' }),
  '503': answer(503, { bodyForm: 'empty' }),
  '504': answer(504),
  'a reset before it arrives': { kind: 'reset', phase: 'before' },
  'a reset after it is carried out': { kind: 'reset', phase: 'after' },
  'an answer that is cut off': { kind: 'cutBody', afterBytes: 10 },
  'no answer': { kind: 'hang', phase: 'before' },
};

/** What can happen to a write beside that. */
const anyWrite: Readonly<Record<string, Action>> = {
  'a conflict': answer(409),
  'a refusal by admission': answer(422),
  '504 though it is carried out': answer(504, { phase: 'after' }),
};

/** What can happen to who reads from a version beside that. */
const anyRead: Readonly<Record<string, Action>> = {
  '410': answer(410),
  'a slow answer': { kind: 'slow', delayMs: 5_000 },
};

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
