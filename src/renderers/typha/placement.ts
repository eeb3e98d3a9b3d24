import type { PodSpec, Toleration } from '../../crds/generated/core.gen.ts';
import { CALICO_TYPHA } from '../shared/names.ts';
import { overrideDeployment } from '../shared/overrides.ts';
import { deployment, tolerateAll, tolerateArm64 } from '../shared/workloads.ts';
import { typhaAffinity } from './affinity.ts';
import type { TyphaInput } from './index.ts';

/** What decides which nodes a pod may run on. */
export type Placement = Pick<PodSpec, 'nodeSelector' | 'affinity' | 'tolerations'>;

/** Where Typha runs before the user's overrides. */
export function ownPlacement(input: Pick<TyphaInput, 'spec' | 'migration'>): Placement {
  return { affinity: typhaAffinity(input), tolerations: tolerations(input.spec) };
}

/** Where Typha runs, the user's overrides included. It needs Linux nodes in any case. */
export function typhaPlacement(input: Pick<TyphaInput, 'spec' | 'migration'>): Placement {
  const plain = deployment(CALICO_TYPHA, { template: { spec: { containers: [], ...ownPlacement(input) } } });
  const {
    nodeSelector = {},
    affinity = {},
    tolerations: tolerated = [],
  } = overrideDeployment(plain, input.spec.typhaDeployment).spec.template.spec ?? {};
  return { nodeSelector, affinity, tolerations: tolerated };
}

function tolerations({ controlPlaneTolerations = [], kubernetesProvider }: TyphaInput['spec']): Toleration[] {
  const own = controlPlaneTolerations.length === 0 ? tolerateAll() : controlPlaneTolerations;
  return [...own, ...tolerateArm64(kubernetesProvider)];
}
