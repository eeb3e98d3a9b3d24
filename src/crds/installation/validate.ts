import type { Problem } from '../problem.ts';
import type { ValidationFacts } from './facts.ts';
import { componentRules } from './rules/components.ts';
import { imageRules } from './rules/images.ts';
import { ipPoolRules } from './rules/ip-pools.ts';
import { namespaceRules } from './rules/namespaces.ts';
import { networkRules } from './rules/network.ts';
import { platformRules } from './rules/platform.ts';
import type { Rule } from './rules/rule.ts';
import { typhaRules } from './rules/typha.ts';
import { windowsRules } from './rules/windows.ts';
import type { SettledSpec } from './spec.ts';
import { validateOverrides } from './validate-overrides.ts';

/** All checks. A new one is one line more in the list of its topic. What the CRD itself refuses is not repeated here. */
const rules: readonly Rule[] = [
  ...platformRules,
  ...networkRules,
  ...ipPoolRules,
  ...imageRules,
  ...componentRules,
  ...namespaceRules,
  ...typhaRules,
  ...windowsRules,
  validateOverrides,
];

/** Everything that is wrong with the spec; empty if it can be installed. */
export function validateInstallation(spec: SettledSpec, facts: ValidationFacts): readonly Problem[] {
  return rules.flatMap((rule) => rule(spec, facts));
}
