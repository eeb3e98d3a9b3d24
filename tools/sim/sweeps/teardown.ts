import { removalScenarios } from '../scenarios/index.ts';
import type { Sweep } from './sweep.ts';

/** However Calico is removed, the same is left. */
export const teardownSweep: Sweep = {
  id: 'T18',
  says: 'removal at any time, after anything',
  scenarios: ['teardown'],
  expects: { objects: 'at most' },
  casesOf: () => removalScenarios.map(({ name, story }) => ({ title: name, rules: [], story })),
};
