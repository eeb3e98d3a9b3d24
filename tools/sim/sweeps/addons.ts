import type { Expectation } from '../judge.ts';
import { addonScenarios } from '../scenarios/index.ts';
import { ownTrouble } from './apiserver.ts';
import type { Sweep } from './sweep.ts';

/**
 * Who comes first, the operator or garbage collection, decides who deletes, and which of those that write to the
 * Installation at one moment has to read it again. What a busy API server puts off is sent again as it was; its guard stops it.
 */
export const addonsExpect: Expectation = { objects: 'same', effort: 'any', except: ['I6', 'I11', 'I16'] };

/** Everything beside the Installation comes and goes. */
export const addonSweep: Sweep = {
  id: 'addons',
  says: 'add-ons that come and go: a kill after every write, every request × every fault',
  scenarios: addonScenarios.map(({ name }) => name),
  expects: addonsExpect,
  casesOf: ownTrouble(({ caller }) => callers.has(caller)),
};

const callers = new Set(['goldmane', 'whisker', 'management-cluster-connection']);
