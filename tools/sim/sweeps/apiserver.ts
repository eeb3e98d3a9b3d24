import { isWriteRequest, type RequestMade } from '../../observer/history.ts';
import type { Expectation } from '../judge.ts';
import { apiServerScenarios } from '../scenarios/index.ts';
import { crashSweep } from './crash.ts';
import { singleFaultSweep } from './single-fault.ts';
import type { Sweep } from './sweep.ts';

/**
 * Who comes first, the operator or garbage collection, decides who deletes. A pair that must not be renewed outlives its
 * authority (I11): who calls the webhooks is told of the pair itself.
 */
export const apiServerExpects: Expectation = { objects: 'same', effort: 'any', except: ['I11'] };

/** An APIServer comes and goes beside the Installation; its own requests suffer, those of the others in other sweeps. */
export const apiServerSweep: Sweep = {
  id: 'apiserver',
  says: 'removals of an APIServer: a kill after every write, every request × every fault',
  scenarios: apiServerScenarios.map(({ name }) => name),
  expects: apiServerExpects,
  casesOf: ownTrouble(({ caller }) => caller === 'apiserver'),
};

/** A kill after each write of some, and each fault that each of their requests can meet. */
export function ownTrouble(isOwn: (request: RequestMade) => boolean): Sweep['casesOf'] {
  const isOneOf = (request: RequestMade | undefined): boolean => request !== undefined && isOwn(request);
  return (golden, scenario) => {
    const writes = golden.history.requests.filter(isWriteRequest);
    const kills = crashSweep.casesOf(golden, scenario).filter((_, index) => isOneOf(writes[index]));
    const faults = singleFaultSweep.casesOf(golden, scenario).filter(({ rules }) => {
      const nth = rules[0]?.match.nth;
      return typeof nth === 'number' && isOneOf(golden.history.requests[nth - 1]);
    });
    return [...kills, ...faults];
  };
}
