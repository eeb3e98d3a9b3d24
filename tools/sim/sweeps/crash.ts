import { isWriteRequest } from '../../observer/history.ts';
import { describeRequest } from './describe-request.ts';
import type { Sweep } from './sweep.ts';

const writes = ['create', 'update', 'patch', 'apply', 'delete'] as const;

/** SIGKILL after the commit of every write, before its answer: the moment in which memory and cluster differ most. */
export const crashSweep: Sweep = {
  id: 'T01',
  says: 'a kill after every write',
  scenarios: ['install', 'edit', 'dataplane', 'grow', 'crds', 'teardown', 'reinstall'],
  casesOf: (golden) =>
    golden.history.requests.filter(isWriteRequest).map((request, index) => ({
      title: `kill after ${describeRequest(request)} (write ${index + 1})`,
      rules: [{ match: { verb: [...writes], nth: index + 1 }, action: { kind: 'kill', phase: 'after' } }],
    })),
};
