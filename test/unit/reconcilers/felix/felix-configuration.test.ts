import { describe, expect, it } from '@jest/globals';
import type { FelixConfiguration } from '../../../../src/crds/kinds.ts';
import type { InstallationSpec } from '../../../../src/crds/installation/spec.ts';
import type { DaemonSet } from '../../../../src/crds/generated/core.gen.ts';
import {
  decideFelix,
  type FelixDecision,
  type FelixFacts,
} from '../../../../src/reconcilers/felix/felix-configuration.ts';
import { settled } from '../../../support/installation-facts.ts';
import { aDaemonSet } from '../../../support/workloads.ts';

type FelixSpec = NonNullable<FelixConfiguration['spec']>;

function decide(spec: InstallationSpec, facts: Partial<FelixFacts> = {}): FelixDecision {
  return decideFelix({ spec: settled(spec), live: undefined, ours: {}, node: undefined, ...facts });
}

function live(spec: FelixSpec): FelixConfiguration {
  return { apiVersion: 'projectcalico.org/v3', kind: 'FelixConfiguration', metadata: { name: 'default' }, spec };
}

const bpf: InstallationSpec = { calicoNetwork: { linuxDataplane: 'BPF' } };

/** calico-node with the volume that BPF needs, or without. */
function node(volumes: string[], updatedNumberScheduled = 3): DaemonSet {
  const { spec, ...rest } = aDaemonSet('calico-node', { updatedNumberScheduled });
  const template = { spec: { containers: [], volumes: volumes.map((name) => ({ name })) } };
  return { ...rest, spec: { selector: {}, ...spec, template } };
}

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

  it('overrules a foreign value where the Installation decides, and says so with both values', () => {
    const { desired, overruled } = decide({}, { live: live({ nftablesMode: 'Auto' }) });
    expect(desired.spec?.nftablesMode).toBe('Disabled');
    expect(overruled).toEqual([
      'FelixConfiguration default: spec.nftablesMode was "Auto"; the Installation decides it and asks for "Disabled"',
    ]);
  });

  it.each<[FelixSpec, FelixFacts['ours']]>([
    [{ nftablesMode: 'Disabled' }, {}],
    [{ nftablesMode: 'Auto' }, { 'f:nftablesMode': {} }],
  ])('has nothing to say of %j where %j is ours', (found, ours) => {
    expect(decide({}, { live: live(found), ours }).overruled).toEqual([]);
  });
});

describe('decideFelix, for BPF', () => {
  it.each<[string, DaemonSet | undefined, FelixSpec, boolean | undefined]>([
    ['no calico-node runs', undefined, {}, true],
    ['calico-node has no bpffs', node([]), { bpfEnabled: false }, false],
    ['calico-node is rolling', node(['bpffs'], 1), { bpfEnabled: false }, false],
    ['calico-node is rolling and nothing is set', node(['bpffs'], 1), {}, undefined],
    ['every calico-node has bpffs', node(['bpffs']), { bpfEnabled: false }, true],
    ['it is on already', node([]), { bpfEnabled: true }, true],
  ])('when %s', (_, daemonSet, found, bpfEnabled) => {
    const { desired } = decide(bpf, { node: daemonSet, live: live(found) });
    expect(desired.spec?.bpfEnabled).toBe(bpfEnabled);
    const annotation = bpfEnabled === undefined ? undefined : String(bpfEnabled);
    expect(desired.metadata.annotations?.['operator.tigera.io/bpfEnabled']).toBe(annotation);
  });

  it('goes off at once', () => {
    const facts = { node: node(['bpffs']), live: live({ bpfEnabled: true }) };
    expect(decide({}, facts).desired.spec?.bpfEnabled).toBe(false);
  });
});
