import type { FelixConfiguration } from '../../crds/kinds.ts';
import type { SettledSpec } from '../../crds/installation/spec.ts';
import type { DaemonSet } from '../../crds/generated/core.gen.ts';
import type { FieldSet } from '../../k8s/object.ts';
import { isRolledOut } from '../status/workload-health.ts';

type FelixSpec = NonNullable<FelixConfiguration['spec']>;

/** Records the value of `bpfEnabled` that an operator wrote last; a contract with clusters that the Go operator made. */
export const bpfAnnotation = 'operator.tigera.io/bpfEnabled';

export interface FelixFacts {
  readonly spec: SettledSpec;
  /** FelixConfiguration `default` as it is. */
  readonly live: FelixConfiguration | undefined;
  /** `spec` fields of it that are ours, by our own entry or the former operator's. */
  readonly ours: FieldSet;
  /** DaemonSet calico-node as it is. */
  readonly node: DaemonSet | undefined;
}

/** What we want of FelixConfiguration, and what that overrules. */
export interface FelixDecision {
  readonly desired: FelixConfiguration;
  /** Sentences about values of others that the Installation overrules. */
  readonly overruled: readonly string[];
}

/**
 * Decides the fields of FelixConfiguration `default`. The Installation decides what it has a field for; everywhere else
 * a default of ours stands only until somebody says otherwise (docs/adr/0005-who-decides-felix.md). Pure.
 */
export function decideFelix(facts: FelixFacts): FelixDecision {
  const enforced = enforcedFields(facts);
  const defaults = Object.entries(defaultFields(facts.spec)).filter(([name]) =>
    mayDefault(name as keyof FelixSpec, facts),
  );
  const bpf = enforced.bpfEnabled;
  const annotations = bpf === undefined ? {} : { annotations: { [bpfAnnotation]: String(bpf) } };
  return {
    desired: {
      apiVersion: 'projectcalico.org/v3',
      kind: 'FelixConfiguration',
      metadata: { name: 'default', ...annotations },
      spec: { ...Object.fromEntries(defaults), ...enforced },
    },
    overruled: overruled(enforced, facts),
  };
}

/** Values that hold as long as nobody sets the field. */
function defaultFields({ kubernetesProvider, cni, calicoNetwork }: SettledSpec): FelixSpec {
  const docker = kubernetesProvider === 'DockerEnterprise';
  const bpf = calicoNetwork.linuxDataplane === 'BPF';
  return {
    healthPort: kubernetesProvider === 'OpenShift' ? 9199 : 9099,
    vxlanVNI: docker ? 10_000 : 4096,
    vxlanPort: docker && bpf ? 8472 : 4789,
    ...routeTables[cni.type],
    ...(docker && bpf && { bpfHostConntrackBypass: false }),
  };
}

/** Tables that the cloud's own CNI plugin leaves free. */
const routeTables: Readonly<Partial<Record<SettledSpec['cni']['type'], FelixSpec>>> = {
  AmazonVPC: { routeTableRange: { min: 65, max: 99 } },
  GKE: { routeTableRange: { min: 10, max: 250 } },
};

function mayDefault(name: keyof FelixSpec, { live, ours }: FelixFacts): boolean {
  return live?.spec?.[name] === undefined || ours[`f:${name}`] !== undefined;
}

/** Values that the Installation decides. */
function enforcedFields(facts: FelixFacts): FelixSpec {
  const { clusterRoutingMode } = facts.spec.calicoNetwork;
  const bpfEnabled = decideBpf(facts);
  return {
    nftablesMode: nftablesMode(facts.spec),
    ...(clusterRoutingMode !== undefined && {
      programClusterRoutes: clusterRoutingMode === 'Felix' ? 'Enabled' : 'Disabled',
    }),
    ...(bpfEnabled !== undefined && { bpfEnabled }),
  };
}

function nftablesMode({ kubernetesProvider, calicoNetwork }: SettledSpec): NonNullable<FelixSpec['nftablesMode']> {
  if (calicoNetwork.linuxDataplane === 'Nftables') return 'Auto';
  return calicoNetwork.linuxDataplane === 'BPF' && kubernetesProvider !== 'DockerEnterprise' ? 'Enabled' : 'Disabled';
}

/**
 * BPF goes on at once where no calico-node runs yet; elsewhere only after every node runs a calico-node that has the
 * bpffs volume. It goes off at once.
 */
function decideBpf({ spec, live, node }: FelixFacts): boolean | undefined {
  if (spec.calicoNetwork.linuxDataplane !== 'BPF') return false;
  const found = live?.spec?.bpfEnabled;
  return found === true || node === undefined || isReadyForBpf(node) ? true : found;
}

function isReadyForBpf(node: DaemonSet): boolean {
  const volumes = node.spec?.template.spec?.volumes ?? [];
  return volumes.some(({ name }) => name === 'bpffs') && isRolledOut(node);
}

function overruled(enforced: FelixSpec, { live, ours }: FelixFacts): string[] {
  const names = Object.keys(enforced) as (keyof FelixSpec)[];
  return names.flatMap((name) => {
    const [found, wanted] = [live?.spec?.[name], enforced[name]];
    if (found === undefined || found === wanted || ours[`f:${name}`] !== undefined) return [];
    const values = `was ${JSON.stringify(found)}; the Installation decides it and asks for ${JSON.stringify(wanted)}`;
    return [`FelixConfiguration default: spec.${name} ${values}`];
  });
}
