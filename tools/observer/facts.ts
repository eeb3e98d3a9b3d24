import type { Dump } from './oracles/canonical-dump.ts';

/** A workload that a TigeraStatus speaks for. */
export interface Tracked {
  readonly kind: 'daemonsets.apps' | 'deployments.apps';
  readonly namespace: string;
  readonly name: string;
  /** `one`: a single ready pod is enough. */
  readonly needs?: 'all' | 'one';
  /** Whether it may be missing because a setting turned it off. */
  readonly optional?: boolean;
}

/** What a history cannot tell. */
export interface Facts {
  /** Name by which the API server knows the operator. */
  readonly operatorUser: string;
  readonly operatorNamespace: string;
  /** Namespaces whose content is the operator's. */
  readonly ownNamespaces: readonly string[];
  readonly fieldManager: string;
  /** Field managers of operators that it takes over from: their fields are its own. */
  readonly formerManagers: readonly string[];
  /** Finalizers that the operator adds, as patterns. */
  readonly ownFinalizers: readonly RegExp[];
  /** CRDs that it may delete, by name. */
  readonly deletableCrds: readonly string[];
  /** Texts that must never leave a Secret; keys in Secrets of the history count without being listed. */
  readonly secretCanaries: readonly string[];
  /** By the name of the TigeraStatus. */
  readonly trackedWorkloads: Readonly<Record<string, readonly Tracked[]>>;
  /** Whether faults were injected, or somebody worked against the operator. */
  readonly disturbed: boolean;
  /** How far behind what the operator knows may lie, in milliseconds. */
  readonly lagMs: number;
  /** How long after the last disturbance all must be as in `golden`, in milliseconds. */
  readonly boundMs: number;
  /** Where the run has to end; absent where that is not known. */
  readonly golden?: Dump;
}

/** The same, where Calico's own API server serves projectcalico.org/v3. */
export function aggregatedFacts(facts: Facts): Facts {
  const apiserver: readonly Tracked[] = [
    { kind: 'deployments.apps', namespace: 'calico-system', name: 'calico-apiserver' },
  ];
  return { ...facts, trackedWorkloads: { ...facts.trackedWorkloads, apiserver } };
}

/** Marks the secrets of tests; a text that occurs nowhere by chance. */
export const canary = 'canary-5a6b7c8d9e0f1a2b';

/** The operator as it is installed, left in peace. */
export const usualFacts: Facts = {
  operatorUser: 'system:serviceaccount:tigera-operator:tigera-operator',
  operatorNamespace: 'tigera-operator',
  ownNamespaces: ['calico-system'],
  fieldManager: 'calico-operator',
  formerManagers: ['operator'],
  ownFinalizers: [/^tigera\.io\/(?:operator-cleanup|cni-protector)$/, /^operator\.tigera\.io\/[a-z-]+$/],
  deletableCrds: [],
  secretCanaries: [canary],
  trackedWorkloads: {
    calico: [
      { kind: 'daemonsets.apps', namespace: 'calico-system', name: 'calico-node' },
      { kind: 'deployments.apps', namespace: 'calico-system', name: 'calico-typha', needs: 'one' },
      { kind: 'deployments.apps', namespace: 'calico-system', name: 'calico-kube-controllers' },
      { kind: 'daemonsets.apps', namespace: 'calico-system', name: 'csi-node-driver', optional: true },
    ],
    apiserver: [{ kind: 'deployments.apps', namespace: 'calico-system', name: 'calico-webhooks' }],
    goldmane: [{ kind: 'deployments.apps', namespace: 'calico-system', name: 'goldmane' }],
    whisker: [{ kind: 'deployments.apps', namespace: 'calico-system', name: 'whisker' }],
    'management-cluster-connection': [{ kind: 'deployments.apps', namespace: 'calico-system', name: 'guardian' }],
  },
  disturbed: false,
  lagMs: 5_000,
  boundMs: 60_000,
};
