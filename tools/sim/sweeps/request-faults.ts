import type { Action } from '../../faults/actions.ts';

const answer = (status: number, more: object = {}): Action => ({
  kind: 'answer',
  status,
  bodyForm: 'status',
  phase: 'before',
  ...more,
});

/** What the contract of the API allows to happen to any request. */
export const anyRequest: Readonly<Record<string, Action>> = {
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
export const anyWrite: Readonly<Record<string, Action>> = {
  'a conflict': answer(409),
  'a refusal by admission': answer(422),
  '504 though it is carried out': answer(504, { phase: 'after' }),
};

/** What can happen to who reads from a version beside that. */
export const anyRead: Readonly<Record<string, Action>> = {
  '410': answer(410),
  'a slow answer': { kind: 'slow', delayMs: 5_000 },
};
