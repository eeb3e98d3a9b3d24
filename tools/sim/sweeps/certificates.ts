import { isWriteRequest, type RequestMade } from '../../observer/history.ts';
import type { Expectation } from '../judge.ts';
import { certificateScenarios } from '../scenarios/index.ts';
import type { Run } from '../run.ts';
import { describeRequest } from './describe-request.ts';
import type { Case, Sweep } from './sweep.ts';

/**
 * The stories count rollouts themselves (I7), since a change of who signs goes in steps, and bindings that only a signer
 * needs come after the workloads (I13).
 */
export const certificatesExpect: Expectation = { objects: 'same', except: ['I7', 'I13'] };

/** Scenarios in which the operator is killed, too: those in which one authority follows another. */
const killedIn = new Set(['certificates: changes', 'certificates: bad pairs']);

/** Years go by, clocks are set, users and webhooks do what they do; nobody loses trust, and everything is told. */
export const certificateSweep: Sweep = {
  id: 'T16',
  says: 'certificates, over years and through changes',
  scenarios: certificateScenarios.map(({ name }) => name),
  expects: certificatesExpect,
  casesOf: (golden, { name }) => [{ title: name, rules: [] }, ...(killedIn.has(name) ? kills(golden) : [])],
};

/** A kill after every write that a rotation consists of. */
function kills(golden: Run): Case[] {
  return golden.history.requests.filter(isWriteRequest).flatMap((request, index) =>
    isOfRotation(request)
      ? [
          {
            title: `kill after ${describeRequest(request)} (write ${index + 1})`,
            rules: [{ match: { verb: [...writes], nth: index + 1 }, action: { kind: 'kill', phase: 'after' } }],
          } satisfies Case,
        ]
      : [],
  );
}

const writes = ['create', 'update', 'patch', 'apply', 'delete'] as const;
const rotated = new Set(['secrets', 'configmaps', 'deployments', 'daemonsets']);

function isOfRotation({ resource }: RequestMade): boolean {
  return rotated.has(resource.plural);
}
