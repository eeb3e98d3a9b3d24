import { describe, expect, it } from '@jest/globals';
import type { FelixConfiguration } from '../../../../src/crds/kinds.ts';
import type { InstallationSpec } from '../../../../src/crds/installation/spec.ts';
import type { BpfFacts } from '../../../../src/reconcilers/felix/bpf-switch.ts';
import { decideFelix, type FelixDecision } from '../../../../src/reconcilers/felix/felix-configuration.ts';
import { settled } from '../../../support/installation-facts.ts';
import { aDaemonSet } from '../../../support/workloads.ts';

type FelixSpec = NonNullable<FelixConfiguration['spec']>;

function decide(spec: InstallationSpec, facts: Partial<BpfFacts> = {}): FelixDecision {
  return decideFelix({
    spec: settled(spec),
    calicoApi: 'projectcalico.org/v3',
    live: undefined,
    ours: {},
    node: undefined,
    proxyLacks: '',
    proxyIsOff: false,
    ...facts,
  });
}

function live(spec: FelixSpec): FelixConfiguration {
  return { apiVersion: 'projectcalico.org/v3', kind: 'FelixConfiguration', metadata: { name: 'default' }, spec };
}

/** The same, with a manager of all these fields. */
function writtenBy(manager: string, spec: FelixSpec): FelixConfiguration {
  const fields = Object.fromEntries(Object.keys(spec).map((name) => [`f:${name}`, {}]));
  const found = live(spec);
  return { ...found, metadata: { ...found.metadata, managedFields: [{ manager, fieldsV1: { 'f:spec': fields } }] } };
}

const bpf: InstallationSpec = { calicoNetwork: { linuxDataplane: 'BPF' } };

describe('decideFelix', () => {
  it('writes the defaults of an ordinary cluster', () => {
    expect(decide({}).desired).toEqual({
      apiVersion: 'projectcalico.org/v3',
      kind: 'FelixConfiguration',
      metadata: { name: 'default', annotations: { 'operator.tigera.io/bpfEnabled': 'false' } },
      spec: { healthPort: 9099, vxlanVNI: 4096, vxlanPort: 4789, nftablesMode: 'Disabled', bpfEnabled: false },
    });
  });

  it.each<[InstallationSpec, FelixSpec]>([
    [{ kubernetesProvider: 'OpenShift' }, { healthPort: 9199 }],
    [{ kubernetesProvider: 'DockerEnterprise' }, { vxlanVNI: 10_000, vxlanPort: 4789 }],
    [
      { kubernetesProvider: 'DockerEnterprise', ...bpf },
      { vxlanPort: 8472, bpfHostConntrackBypass: false, nftablesMode: 'Disabled' },
    ],
    [{ cni: { type: 'AmazonVPC' } }, { routeTableRange: { min: 65, max: 99 } }],
    [{ cni: { type: 'GKE' } }, { routeTableRange: { min: 10, max: 250 } }],
    [{ calicoNetwork: { linuxDataplane: 'Nftables' } }, { nftablesMode: 'Auto', bpfEnabled: false }],
    [bpf, { nftablesMode: 'Enabled', bpfEnabled: true }],
    [{ calicoNetwork: { clusterRoutingMode: 'Felix' } }, { programClusterRoutes: 'Enabled' }],
    [{ calicoNetwork: { clusterRoutingMode: 'BIRD' } }, { programClusterRoutes: 'Disabled' }],
  ])('makes of %j: %j', (spec, felix) => {
    expect(decide(spec).desired.spec).toMatchObject(felix);
  });

  it('leaves a value of the user where it has only a default', () => {
    const { desired, overruled } = decide({}, { live: live({ vxlanPort: 4790 }) });
    expect(desired.spec).not.toHaveProperty('vxlanPort');
    expect(overruled).toEqual([]);
  });

  it('goes on writing a default that is its own', () => {
    const facts = { live: live({ vxlanPort: 4790 }), ours: { 'f:vxlanPort': {} } };
    expect(decide({}, facts).desired.spec?.vxlanPort).toBe(4789);
  });

  it.each<[InstallationSpec, FelixSpec, keyof FelixSpec]>([
    [{}, { nftablesMode: 'Auto' }, 'nftablesMode'],
    [{ calicoNetwork: { clusterRoutingMode: 'BIRD' } }, { programClusterRoutes: 'Enabled' }, 'programClusterRoutes'],
  ])('overrules for %j the foreign value %j, and says so with both values', (spec, found, name) => {
    const { desired, overruled } = decide(spec, { live: writtenBy('kubectl-edit', found) });
    expect(desired.spec?.[name]).toBe('Disabled');
    const sentence = expect.stringMatching(
      /^CAL-304 .*"(?:Auto|Enabled)", set by kubectl-edit, gave way to "Disabled"/,
    );
    expect(overruled).toEqual([{ field: `FelixConfiguration default: spec.${name}`, sentence }]);
  });

  it('keeps what the former operator set for Istio and gateways', () => {
    const [name, mark] = ['istioAmbientMode', 'operator.tigera.io/istioAmbientMode'] as const;
    const bare = live({ [name]: 'Enabled' });
    const found = { ...bare, metadata: { ...bare.metadata, annotations: { [mark]: 'Enabled' } } };
    const { desired } = decide({}, { live: found, ours: { [`f:${name}`]: {} } });
    expect([desired.spec?.[name], desired.metadata.annotations?.[mark]]).toEqual(['Enabled', 'Enabled']);
    expect(decide({}, { live: found }).desired.spec).not.toHaveProperty(name);
  });
});

describe('decideFelix, while BPF waits', () => {
  const waiting = { node: aDaemonSet('calico-node'), live: live({ nftablesMode: 'Disabled', bpfEnabled: false }) };

  it('keeps the tables of the dataplane that is in use, and says what it waits for', () => {
    const { desired, waits } = decide(bpf, { ...waiting, ours: { 'f:bpfEnabled': {}, 'f:nftablesMode': {} } });
    expect(desired.spec).toMatchObject({ nftablesMode: 'Disabled', bpfEnabled: false });
    expect(desired.metadata.annotations).toEqual({ 'operator.tigera.io/bpfEnabled': 'false' });
    expect(waits).toEqual([expect.stringMatching(/^BPF goes on once/)]);
  });

  it('does not write a value that is not its own, nor the mark of its own', () => {
    const { desired, warnings } = decide(bpf, waiting);
    expect(desired.spec).not.toHaveProperty('bpfEnabled');
    expect(desired.metadata).toEqual({ name: 'default' });
    expect(warnings).toEqual([expect.stringContaining('CAL-301')]);
  });
});

describe('decideFelix, with ranges of the user', () => {
  it('adds no range of its own, because the API refuses both', () => {
    const ranges = live({ routeTableRanges: [{ min: 1, max: 9 }] });
    const { desired } = decide({ cni: { type: 'AmazonVPC' } }, { live: ranges });
    expect(desired.spec).not.toHaveProperty('routeTableRange');
  });
});
