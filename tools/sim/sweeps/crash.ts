import { isWriteRequest, type RequestMade } from '../../observer/history.ts';
import { Chance } from '../chance.ts';
import { describeRequest } from './describe-request.ts';
import type { Case, Sweep } from './sweep.ts';

const writes = ['create', 'update', 'patch', 'apply', 'delete'] as const;

/** So many times the process that follows is killed as well. */
const doublesOfScenario = 150;

/** SIGKILL after the commit of every write, before its answer: the moment in which memory and cluster differ most. */
export const crashSweep: Sweep = {
  id: 'T01',
  says: 'a kill after every write, and two of them at random',
  scenarios: ['install', 'edit', 'dataplane', 'grow', 'crds', 'teardown', 'reinstall'],
  casesOf: ({ history }, { name }) => {
    const made = history.requests.filter(isWriteRequest);
    const chance = new Chance(1).fork(name);
    return [
      ...made.map((request, index) => killedAfter(`${describeRequest(request)} (write ${index + 1})`, [index + 1])),
      ...Array.from({ length: doublesOfScenario }, () => killedTwice(chance, made)),
    ];
  },
};

function killedAfter(what: string, nth: readonly number[]): Case {
  const rules = nth.map((each) => ({
    match: { verb: [...writes], nth: each },
    action: { kind: 'kill', phase: 'after' } as const,
  }));
  return { title: `kill after ${what}`, rules };
}

function killedTwice(chance: Chance, { length }: readonly RequestMade[]): Case {
  const first = 1 + Math.floor(chance.between(0, length));
  const second = first + 1 + Math.floor(chance.between(0, length / 4));
  return killedAfter(`writes ${first} and ${second}`, [first, second]);
}
