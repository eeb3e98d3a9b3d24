import { describe, expect, it } from '@jest/globals';
import type { Container, DaemonSet } from '../../../../src/crds/generated/core.gen.ts';
import type { LinuxDataplane } from '../../../../src/crds/installation/calico-network.ts';
import type { FelixConfiguration } from '../../../../src/crds/kinds.ts';
import { decideBpf, type BpfDecision, type BpfFacts } from '../../../../src/reconcilers/felix/bpf-switch.ts';
import { settled } from '../../../support/installation-facts.ts';
import { aDaemonSet } from '../../../support/workloads.ts';
import { aFelix } from '../../../support/felix-objects.ts';

const ours = { 'f:bpfEnabled': {} };

function live(bpfEnabled: boolean | undefined, manager?: string): FelixConfiguration {
  return aFelix(bpfEnabled, manager === undefined ? undefined : { manager, operation: 'Update' });
}

function decide(linuxDataplane: LinuxDataplane, facts: Partial<BpfFacts> = {}): BpfDecision {
  const spec = settled({ calicoNetwork: { linuxDataplane } });
  const nothing = { live: undefined, node: undefined, proxyLacks: '', proxyIsOff: false };
  return decideBpf({ spec, calicoApi: 'projectcalico.org/v3', ours, ...nothing, ...facts });
}

interface Made {
  readonly volumes?: readonly string[];
  readonly command?: readonly string[];
  readonly env?: Container['env'];
  readonly updated?: number;
}

/** calico-node as it is made for BPF, on three nodes. */
function node({
  volumes = ['bpffs'],
  command = ['calico-node', '-init'],
  env = [],
  updated = 3,
}: Made = {}): DaemonSet {
  const { spec, ...rest } = aDaemonSet('calico-node', { updatedNumberScheduled: updated });
  const containers = [{ name: 'calico-node', env }];
  const initContainers = [{ name: 'ebpf-bootstrap', command: [...command] }];
  const template = { spec: { containers, initContainers, volumes: volumes.map((name) => ({ name })) } };
  return { ...rest, spec: { selector: {}, ...spec, template } };
}

describe('decideBpf, towards BPF', () => {
  it.each<[string, Partial<BpfFacts>, boolean | undefined]>([
    ['no calico-node runs', {}, true],
    ['no calico-node runs and something is set', { live: live(false) }, true],
    ['calico-node has no bpffs', { node: node({ volumes: [] }), live: live(false) }, false],
    ['calico-node is rolling', { node: node({ updated: 1 }), live: live(false) }, false],
    ['calico-node is rolling and nothing is set', { node: node({ updated: 1 }), live: live(undefined) }, undefined],
    [
      'calico-node is rolled out for another dataplane',
      { node: node({ command: ['calico-node', '-init', '-best-effort'] }), live: live(false) },
      false,
    ],
    [
      'FelixConfiguration was lost while kube-proxy is off',
      { node: node({ updated: 1 }), live: live(undefined), proxyIsOff: true },
      true,
    ],
    ['every calico-node is made for BPF', { node: node(), live: live(false) }, true],
    ['it is on already', { node: node({ updated: 1 }), live: live(true) }, true],
    [
      'a variable of an earlier release has it on',
      { node: node({ updated: 1, env: [{ name: 'FELIX_BPFENABLED', value: 'true' }] }), live: live(false) },
      true,
    ],
  ])('when %s', (_, facts, value) => {
    expect(decide('BPF', facts).value).toBe(value);
  });

  it('says how far calico-node is', () => {
    const { wait } = decide('BPF', { node: node({ updated: 1 }), live: live(false) });
    expect(wait).toBe('BPF goes on once calico-node is ready for it on every node: 1 of 3 nodes updated');
  });
});

describe('decideBpf, away from BPF', () => {
  it.each<LinuxDataplane>(['Iptables', 'Nftables', 'VPP'])('goes off at once for %s where kube-proxy serves', (to) => {
    expect(decide(to, { node: node(), live: live(true) })).toEqual({ value: false });
  });

  it('writes that it is off where nothing is set', () => {
    expect(decide('Iptables', { live: live(undefined), proxyLacks: 'it is switched off' })).toEqual({ value: false });
  });

  it('stays on until kube-proxy serves again', () => {
    const decision = decide('Iptables', { live: live(true), proxyLacks: '2 of 3 nodes available' });
    const wait = 'BPF goes off once kube-proxy serves every node again: 2 of 3 nodes available';
    expect(decision).toEqual({ value: true, wait });
  });
});

describe('decideBpf, where somebody else has set the field', () => {
  it.each<[LinuxDataplane, boolean]>([
    ['BPF', false],
    ['Iptables', true],
    ['Nftables', true],
  ])('with %s leaves %s as it is, and says whose it is and how to give it back', (dataplane, value) => {
    const decision = decide(dataplane, { live: live(value, 'kubectl-edit'), ours: {} });
    expect(Object.keys(decision)).toEqual(['warning']);
    expect(decision.warning).toContain(`spec.bpfEnabled: ${value} was set by kubectl-edit and stays`);
    expect(decision.warning).toContain(`linuxDataplane of the Installation is ${dataplane}`);
    expect(decision.warning).toContain('"op":"remove","path":"/spec/bpfEnabled"');
  });

  it('takes over a value that agrees', () => {
    expect(decide('BPF', { live: live(true, 'helm'), ours: {} })).toEqual({ value: true });
  });
});
