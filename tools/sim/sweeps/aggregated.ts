import type { Expectation } from '../judge.ts';
import { aggregatedScenarios } from '../scenarios/index.ts';
import { apiServerExpects, ownTrouble } from './apiserver.ts';
import type { Sweep } from './sweep.ts';

/** As where webhooks serve; and which of two controllers sees the API first decides who writes first. */
export const aggregatedExpects: Expectation = { ...apiServerExpects, served: 'aggregated' };

/** Who may meet an API server that comes and goes. */
const callers: ReadonlySet<string> = new Set(['apiserver', 'installation', 'ippools', 'tiers']);

/** Calico behind its own API server. */
export const aggregatedSweep: Sweep = {
  id: 'aggregated',
  says: 'Calico behind its own API server: a kill after every write, every request × every fault',
  scenarios: aggregatedScenarios.map(({ name }) => name),
  expects: aggregatedExpects,
  casesOf: ownTrouble(({ caller, resource }) => callers.has(caller) && resource.group === 'projectcalico.org'),
};
