import type { Expectation } from '../judge.ts';
import {
  addonScenarios,
  aggregatedScenarios,
  apiServerScenarios,
  certificateScenarios,
  removalScenarios,
} from '../scenarios/index.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { addonsExpect } from './addons.ts';
import { aggregatedExpects } from './aggregated.ts';
import { apiServerExpects } from './apiserver.ts';
import { certificatesExpect } from './certificates.ts';

/** A removal may come before all was made; stories about certificates count rollouts themselves. */
export function expectationOf(scenario: Pick<Scenario, 'name'>): Expectation {
  const isOneOf = (scenarios: readonly Scenario[]): boolean => scenarios.some(({ name }) => name === scenario.name);
  if (isOneOf(certificateScenarios)) return certificatesExpect;
  if (isOneOf(apiServerScenarios)) return apiServerExpects;
  if (isOneOf(addonScenarios)) return addonsExpect;
  if (isOneOf(aggregatedScenarios)) return aggregatedExpects;
  return { objects: isOneOf(removalScenarios) ? 'at most' : 'same' };
}
