import type { FelixConfiguration } from '../../crds/kinds.ts';
import type { SettledSpec } from '../../crds/installation/spec.ts';
import { decideBpf, type BpfDecision, type BpfFacts } from './bpf-switch.ts';

type FelixSpec = NonNullable<FelixConfiguration['spec']>;

/** Records the value of `bpfEnabled` that an operator wrote last; a contract with clusters that the Go operator made. */
export const bpfAnnotation = 'operator.tigera.io/bpfEnabled';

/** What we want of FelixConfiguration, and what that overrules. */
export interface FelixDecision {
  readonly desired: FelixConfiguration;
  /** Sentences about values of others that the Installation overrules. */
  readonly overruled: readonly string[];
  /** What is on its way. */
  readonly waits: readonly string[];
  /** Values of others that stay against the Installation. */
  readonly warnings: readonly string[];
}

/**
 * Decides the fields of FelixConfiguration `default`. The Installation decides what it has a field for; everywhere else
 * a default of ours stands only until somebody says otherwise (docs/adr/0005-who-decides-felix.md). Pure.
 */
export function decideFelix(facts: BpfFacts): FelixDecision {
  const bpf = decideBpf(facts);
  const enforced = enforcedFields(facts, bpf);
  const defaults = Object.entries(defaultFields(facts.spec)).filter(([name]) =>
    mayDefault(name as keyof FelixSpec, facts),
  );
  const annotations = bpf.value === undefined ? {} : { annotations: { [bpfAnnotation]: String(bpf.value) } };
  return {
    desired: {
      apiVersion: facts.calicoApi,
      kind: 'FelixConfiguration',
      metadata: { name: 'default', ...annotations },
      spec: { ...Object.fromEntries(defaults), ...enforced },
    },
    overruled: overruled(enforced, facts),
    waits: bpf.wait === undefined ? [] : [bpf.wait],
    warnings: bpf.warning === undefined ? [] : [bpf.warning],
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

function mayDefault(name: keyof FelixSpec, { live, ours }: BpfFacts): boolean {
  // The API refuses both, so a user's list of ranges leaves no room for a default of the single one.
  if (name === 'routeTableRange' && live?.spec?.routeTableRanges !== undefined) return false;
  return live?.spec?.[name] === undefined || ours[`f:${name}`] !== undefined;
}

/** Values that the Installation decides. */
function enforcedFields({ spec, live }: BpfFacts, bpf: BpfDecision): FelixSpec {
  const { clusterRoutingMode } = spec.calicoNetwork;
  // Felix restarts for a change of either; while BPF waits, both wait.
  const before = bpf.wait === undefined ? undefined : live?.spec?.nftablesMode;
  return {
    nftablesMode: before ?? nftablesMode(spec),
    ...(clusterRoutingMode !== undefined && {
      programClusterRoutes: clusterRoutingMode === 'Felix' ? 'Enabled' : 'Disabled',
    }),
    ...(bpf.value !== undefined && { bpfEnabled: bpf.value }),
  };
}

function nftablesMode({ kubernetesProvider, calicoNetwork }: SettledSpec): NonNullable<FelixSpec['nftablesMode']> {
  if (calicoNetwork.linuxDataplane === 'Nftables') return 'Auto';
  return calicoNetwork.linuxDataplane === 'BPF' && kubernetesProvider !== 'DockerEnterprise' ? 'Enabled' : 'Disabled';
}

function overruled(enforced: FelixSpec, { live, ours }: BpfFacts): string[] {
  const names = Object.keys(enforced) as (keyof FelixSpec)[];
  return names.flatMap((name) => {
    const [found, wanted] = [live?.spec?.[name], enforced[name]];
    if (found === undefined || found === wanted || ours[`f:${name}`] !== undefined) return [];
    const values = `was ${JSON.stringify(found)}; the Installation decides it and asks for ${JSON.stringify(wanted)}`;
    return [`FelixConfiguration default: spec.${name} ${values}`];
  });
}
