import type { Affinity, PodAffinityTerm, PodAntiAffinity } from '../../crds/generated/core.gen.ts';
import { K8S_APP } from '../shared/labels.ts';
import { CALICO_TYPHA, KUBE_SYSTEM } from '../shared/names.ts';
import type { TyphaInput } from './index.ts';

/** Spreads the Typhas over zones, within the user's node affinity. */
export function typhaAffinity(input: Pick<TyphaInput, 'spec' | 'migration'>): Affinity {
  return { ...userNodeAffinity(input), podAntiAffinity: podAntiAffinity(input) };
}

function userNodeAffinity({ spec }: Pick<TyphaInput, 'spec'>): Pick<Affinity, 'nodeAffinity'> {
  const nodeAffinity = spec.typhaAffinity?.nodeAffinity ?? {};
  return Object.keys(nodeAffinity).length === 0 ? {} : { nodeAffinity };
}

function podAntiAffinity({ migration }: Pick<TyphaInput, 'migration'>): PodAntiAffinity {
  const otherZone = { topologyKey: 'topology.kubernetes.io/zone', labelSelector: typhaPods() };
  return {
    preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: otherZone }],
    ...(migration === 'from-kube-system' && {
      requiredDuringSchedulingIgnoredDuringExecution: [awayFromFormerTypha()],
    }),
  };
}

/** A Typha in kube-system holds the same port of the host. */
function awayFromFormerTypha(): PodAffinityTerm {
  return { topologyKey: 'kubernetes.io/hostname', namespaces: [KUBE_SYSTEM], labelSelector: typhaPods() };
}

function typhaPods(): NonNullable<PodAffinityTerm['labelSelector']> {
  return { matchExpressions: [{ key: K8S_APP, operator: 'In', values: [CALICO_TYPHA] }] };
}
