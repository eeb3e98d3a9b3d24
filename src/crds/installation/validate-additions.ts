import { problemIf, type Problem } from '../problem.ts';
import type { ContainerOverride, PodSpecOverride, WorkloadOverride } from '../workload-override.ts';
import { ownedEnv } from './owned-names.ts';

/**
 * What an override adds under a name that the operator uses itself, also where it would use it only after another edit:
 * what is allowed does not depend on the rest of the spec.
 */
export function validateAdditions(override: WorkloadOverride | undefined, path: string): readonly Problem[] {
  const pod = override?.spec?.template?.spec;
  return pod === undefined ? [] : podProblems(pod, `${path}.spec.template.spec`);
}

function podProblems({ containers = [], initContainers = [] }: PodSpecOverride, path: string): readonly Problem[] {
  return [
    ...containers.flatMap((container, index) => ownedEnvProblems(container, `${path}.containers[${index}]`)),
    ...initContainers.flatMap((container, index) => ownedEnvProblems(container, `${path}.initContainers[${index}]`)),
  ];
}

function ownedEnvProblems({ name: container, env = [] }: ContainerOverride, path: string): readonly Problem[] {
  const owned = ownedEnv(container);
  return env.flatMap(({ name }, index) =>
    problemIf(owned.has(name), {
      path: `${path}.env[${index}].name`,
      value: name,
      message: `is set by the operator in container ${container}, from the Installation and from what it finds in the cluster; ${remedy(name)}`,
    }),
  );
}

function remedy(name: string): string {
  return name.startsWith('FELIX_')
    ? 'remove it and set the field of FelixConfiguration or of the Installation'
    : 'remove it; any name that the operator does not set is allowed';
}
