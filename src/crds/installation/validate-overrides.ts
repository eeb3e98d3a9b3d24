import { problemIf, type Problem } from '../problem.ts';
import { resourceProblems } from '../workload-rules/resources.ts';
import { tolerationProblems } from '../workload-rules/scheduling.ts';
import { validateWorkload } from '../workload-rules/validate-workload.ts';
import { labelProblems } from '../workload-rules/labels.ts';
import type { SettledSpec } from './spec.ts';
import type { OverriddenWorkload } from './owned-mounts.ts';
import { validateAdditions } from './validate-additions.ts';

const overrides: readonly OverriddenWorkload[] = [
  'calicoNodeDaemonSet',
  'csiNodeDriverDaemonSet',
  'calicoKubeControllersDeployment',
  'typhaDeployment',
  'calicoNodeWindowsDaemonSet',
];

/** Everything that is wrong with the overrides of workloads and with settings that go to several of them. */
export function validateOverrides(spec: SettledSpec): readonly Problem[] {
  return [
    ...overrides.flatMap((field) => validateWorkload(spec[field], `spec.${field}`)),
    ...overrides.flatMap((field) => validateAdditions(spec, field)),
    ...bootstrapProblems(spec),
    ...(spec.componentResources ?? []).flatMap(({ resourceRequirements }, index) =>
      resourceProblems(resourceRequirements, `spec.componentResources[${index}].resourceRequirements`),
    ),
    ...tolerationProblems(spec.controlPlaneTolerations, 'spec.controlPlaneTolerations'),
    ...labelProblems(spec.controlPlaneNodeSelector, 'spec.controlPlaneNodeSelector'),
  ];
}

/** The init container has an old name and a new one. */
function bootstrapProblems({ calicoNodeDaemonSet }: SettledSpec): readonly Problem[] {
  const names = (calicoNodeDaemonSet?.spec?.template?.spec?.initContainers ?? []).map(({ name }) => name);
  return problemIf(names.includes('mount-bpffs') && names.includes('ebpf-bootstrap'), {
    path: 'spec.calicoNodeDaemonSet.spec.template.spec.initContainers',
    value: names,
    message: 'name one container twice: mount-bpffs is the old name of ebpf-bootstrap; remove mount-bpffs',
  });
}
