import type { Expectation } from '../judge.ts';
import { apiServerScenarios } from '../scenarios/index.ts';
import { atRequestsOf } from './own-requests.ts';
import type { Sweep } from './sweep.ts';

/**
 * Who comes first, the operator or garbage collection, decides who deletes. A pair that must not be renewed outlives its
 * authority (I11): who calls the webhooks is told of the pair itself.
 */
export const apiServerExpects: Expectation = { objects: 'same', effort: 'any', except: ['I11'] };

/** An APIServer comes and goes beside the Installation; its own requests suffer, those of the others in other sweeps. */
export const apiServerSweep: Sweep = {
  id: 'T19',
  says: 'removals of an APIServer: a kill after every write, every request × every fault',
  scenarios: apiServerScenarios.map(({ name }) => name),
  expects: apiServerExpects,
  casesOf: atRequestsOf(['apiserver']),
};
