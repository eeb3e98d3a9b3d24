import { problemIf, type Problem } from '../problem.ts';
import type { ContainerOverride, PodSpecOverride } from '../workload-override.ts';
import { ownedMountPaths, ownedVolumes, type OverriddenWorkload } from './owned-mounts.ts';
import { ownedEnv } from './owned-names.ts';
import type { SettledSpec } from './spec.ts';
import { keptSecurityProblems } from './validate-security-context.ts';

/**
 * What an override adds under a name or at a path that the operator uses itself, also where it would use it only after
 * another edit: what is allowed does not depend on the rest of the spec.
 */
export function validateAdditions(spec: SettledSpec, workload: OverriddenWorkload): readonly Problem[] {
  const pod = spec[workload]?.spec?.template?.spec;
  return pod === undefined ? [] : podProblems(spec, workload, pod);
}

function podProblems(spec: SettledSpec, workload: OverriddenWorkload, pod: PodSpecOverride): readonly Problem[] {
  const path = `spec.${workload}.spec.template.spec`;
  const { volumes = [], containers = [], initContainers = [] } = pod;
  const problemsOf = (container: ContainerOverride, at: string): readonly Problem[] => [
    ...ownedEnvProblems(container, at),
    ...ownedMountProblems(container, spec, at),
    ...keptSecurityProblems(container, `${at}.securityContext`),
  ];
  return [
    ...volumes.flatMap(({ name }, index) =>
      problemIf(ownedVolumes(workload).has(name), {
        path: `${path}.volumes[${index}].name`,
        value: name,
        message: 'is the name of a volume of the operator; choose another',
      }),
    ),
    ...containers.flatMap((container, index) => problemsOf(container, `${path}.containers[${index}]`)),
    ...initContainers.flatMap((container, index) => problemsOf(container, `${path}.initContainers[${index}]`)),
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

/** Inside one of our mounts, the user's would change files of the node; around one, it could hide ours. */
function ownedMountProblems(
  { name: container, volumeMounts = [] }: ContainerOverride,
  spec: SettledSpec,
  path: string,
): readonly Problem[] {
  const owned = ownedMountPaths(container, spec);
  return volumeMounts.flatMap(({ mountPath }, index) => {
    const hit = owned.find((own) => isWithin(mountPath, own) || isWithin(own, mountPath));
    return problemIf(hit !== undefined, {
      path: `${path}.volumeMounts[${index}].mountPath`,
      value: mountPath,
      message: `collides with ${hit}, where the operator mounts something in container ${container}; choose a path apart from it`,
    });
  });
}

function isWithin(inner: string, outer: string): boolean {
  const [innerParts, outerParts] = [partsOf(inner), partsOf(outer)];
  return outerParts.every((part, index) => part === innerParts[index]);
}

/** Names along the path; on Windows it may have a drive, or backslashes. */
function partsOf(path: string): string[] {
  return path
    .replace(/^c:/i, '')
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.');
}
