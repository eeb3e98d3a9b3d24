import type { Toleration, TopologySpreadConstraint } from '../generated/core.gen.ts';
import { problemIf, type Problem } from '../problem.ts';
import { selectorProblems } from './affinity.ts';
import { isLabelValue, isQualifiedName } from './labels.ts';

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Tolerations of an override or of the control plane. */
export function tolerationProblems(tolerations: readonly Toleration[] | undefined, path: string): readonly Problem[] {
  return (tolerations ?? []).flatMap((toleration, index) => tolerationProblem(toleration, `${path}[${index}]`));
}

function tolerationProblem(toleration: Toleration, path: string): readonly Problem[] {
  const { key = '', effect = '', tolerationSeconds } = toleration;
  return [
    ...problemIf(key !== '' && !isQualifiedName(key), { path: `${path}.key`, value: key, message: 'is no valid key' }),
    ...operatorProblems(toleration, path),
    ...problemIf(tolerationSeconds !== undefined && effect !== 'NoExecute', {
      path: `${path}.tolerationSeconds`,
      value: tolerationSeconds,
      message: 'needs effect NoExecute; remove it or set the effect',
    }),
    ...problemIf(effect !== '' && !effects.includes(effect), {
      path: `${path}.effect`,
      value: effect,
      message: `is not known; allowed: ${effects.join(', ')}, or none for all of them`,
    }),
  ];
}

function operatorProblems({ key = '', operator = 'Equal', value = '' }: Toleration, path: string): readonly Problem[] {
  return [
    ...problemIf(operator !== 'Equal' && operator !== 'Exists', {
      path: `${path}.operator`,
      value: operator,
      message: 'is not known; allowed: Equal, Exists',
    }),
    ...problemIf(key === '' && operator !== 'Exists', {
      path: `${path}.operator`,
      value: operator,
      message: 'must be Exists where no key is set, to tolerate everything',
    }),
    ...problemIf(operator === 'Exists' && value !== '', {
      path: `${path}.value`,
      value,
      message: 'must be empty with operator Exists',
    }),
    ...problemIf(operator === 'Equal' && !isLabelValue(value), {
      path: `${path}.value`,
      value,
      message: 'is no valid value of a taint',
    }),
  ];
}

/** Spreading over topology domains. */
export function spreadProblems(
  constraints: readonly TopologySpreadConstraint[] | undefined,
  path: string,
): readonly Problem[] {
  const all = constraints ?? [];
  return [
    ...all.flatMap((constraint, index) => spreadProblem(constraint, `${path}[${index}]`)),
    ...all.flatMap((constraint, index) => duplicateProblem(constraint, all.slice(0, index), `${path}[${index}]`)),
  ];
}

function duplicateProblem(
  { topologyKey, whenUnsatisfiable }: TopologySpreadConstraint,
  before: readonly TopologySpreadConstraint[],
  path: string,
): readonly Problem[] {
  const same = before.some(
    (other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable,
  );
  const message = `is there twice with whenUnsatisfiable ${whenUnsatisfiable}; keep one`;
  return problemIf(same, { path, value: topologyKey, message });
}

function spreadProblem(constraint: TopologySpreadConstraint, path: string): readonly Problem[] {
  const { maxSkew, topologyKey, whenUnsatisfiable, minDomains } = constraint;
  return [
    ...problemIf(maxSkew < 1, { path: `${path}.maxSkew`, value: maxSkew, message: 'must be 1 or more' }),
    ...problemIf(topologyKey === '', { path: `${path}.topologyKey`, message: 'must be set' }),
    ...problemIf(!['DoNotSchedule', 'ScheduleAnyway'].includes(whenUnsatisfiable), {
      path: `${path}.whenUnsatisfiable`,
      value: whenUnsatisfiable,
      message: 'must be DoNotSchedule or ScheduleAnyway',
    }),
    ...problemIf(minDomains !== undefined && (minDomains < 1 || whenUnsatisfiable !== 'DoNotSchedule'), {
      path: `${path}.minDomains`,
      value: minDomains,
      message: 'must be 1 or more, and needs whenUnsatisfiable DoNotSchedule',
    }),
    ...selectorProblems(constraint.labelSelector, `${path}.labelSelector`),
  ];
}
