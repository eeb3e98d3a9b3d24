import { isWriteRequest, type RequestMade } from '../../observer/history.ts';
import { crashSweep } from './crash.ts';
import { singleFaultSweep } from './single-fault.ts';
import type { Sweep } from './sweep.ts';

/** Kills and faults at the requests of some controllers alone; those of the others suffer in other sweeps. */
export function atRequestsOf(callers: readonly string[]): Sweep['casesOf'] {
  const isTheirs = (request: RequestMade | undefined): boolean => callers.includes(request?.caller ?? '');
  return (golden, scenario) => {
    const writes = golden.history.requests.filter(isWriteRequest);
    const kills = crashSweep.casesOf(golden, scenario).filter((_, index) => isTheirs(writes[index]));
    const faults = singleFaultSweep.casesOf(golden, scenario).filter(({ rules }) => {
      const nth = rules[0]?.match.nth;
      return typeof nth === 'number' && isTheirs(golden.history.requests[nth - 1]);
    });
    return [...kills, ...faults];
  };
}
