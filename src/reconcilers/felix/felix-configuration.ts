import type { FelixConfiguration } from '../../crds/kinds.ts';
import type { SettledSpec } from '../../crds/installation/spec.ts';
import { decideBpf, type BpfDecision, type BpfFacts } from './bpf-switch.ts';
import { overruledIn, type DecidedField, type Overruling } from './overrulings.ts';

type FelixSpec = NonNullable<FelixConfiguration['spec']>;

/** Records the value of `bpfEnabled` that an operator wrote last; a contract with clusters that the Go operator made. */
export const bpfAnnotation = 'operator.tigera.io/bpfEnabled';

/** What we want of FelixConfiguration, and what that overrules. */
export interface FelixDecision {
  readonly desired: FelixConfiguration;
  /** Values of others that the Installation overrules. */
  readonly overruled: readonly Overruling[];
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
  const marks = { ...keptMarks(facts), ...(bpf.value !== undefined && { [bpfAnnotation]: String(bpf.value) }) };
  return {
    desired: {
      apiVersion: facts.calicoApi,
      kind: 'FelixConfiguration',
      metadata: { name: 'default', ...(Object.keys(marks).length > 0 && { annotations: marks }) },
      spec: { ...keptFields(facts), ...Object.fromEntries(defaults), ...enforced },
    },
    overruled: overruledIn(facts.live, decided(enforced)),
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

/** The fields of the Installation that decide. */
const deciders: Readonly<Record<string, string>> = {
  nftablesMode: 'linuxDataplane',
  bpfEnabled: 'linuxDataplane',
  programClusterRoutes: 'clusterRoutingMode',
};

function decided(enforced: FelixSpec): DecidedField[] {
  return Object.entries(enforced).map(([name, wanted]) => ({ name, wanted, by: deciders[name] ?? 'linuxDataplane' }));
}

/** Fields for what this release does not install: an Istio or a gateway that the former operator made still needs them. */
const others = ['istioAmbientMode', 'istioDSCPMark', 'policySyncPathPrefix'] as const;

function keptFields({ live, ours }: BpfFacts): FelixSpec {
  const kept = others.filter((name) => ours[`f:${name}`] !== undefined && live?.spec?.[name] !== undefined);
  return Object.fromEntries(kept.map((name) => [name, live?.spec?.[name]]));
}

/** The former operator's record of those fields. */
function keptMarks({ live, ours }: BpfFacts): Record<string, string> {
  const marks = others.flatMap((name) => {
    const key = `operator.tigera.io/${name}`;
    const value = live?.metadata.annotations?.[key];
    return ours[`f:${name}`] === undefined || value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(marks);
}
