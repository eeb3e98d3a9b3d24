import { describe, expect, it } from '@jest/globals';
import type { CalicoNetwork } from '../../../../src/crds/installation/calico-network.ts';
import type { DaemonSet } from '../../../../src/crds/generated/core.gen.ts';
import type { FelixConfiguration } from '../../../../src/crds/kinds.ts';
import { planProxy, type ProxyFacts, type ProxyPlan } from '../../../../src/reconcilers/kube-proxy/plan-proxy.ts';
import { settled } from '../../../support/installation-facts.ts';
import { aDaemonSet } from '../../../support/workloads.ts';
import { aFelix } from '../../../support/felix-objects.ts';

const set = '2026-01-01T00:00:00Z';
const minute = (number: number): number => Date.parse(set) + number * 60_000;
const managedBpf: CalicoNetwork = { linuxDataplane: 'BPF', kubeProxyManagement: 'Enabled' };

function felix(bpfEnabled: boolean | undefined): FelixConfiguration {
  return aFelix(bpfEnabled, { manager: 'calico-operator', operation: 'Apply', time: set });
}

function proxy(isOff: boolean): DaemonSet {
  const nodeSelector = isOff ? { 'operator.tigera.io/disable-kube-proxy': 'true' } : {};
  return { ...aDaemonSet('kube-proxy'), spec: { selector: {}, template: { spec: { containers: [], nodeSelector } } } };
}

/** calico-node as it is made for BPF, available on so many of twenty nodes. */
function node(numberAvailable: number): DaemonSet {
  const counts = { desiredNumberScheduled: 20, updatedNumberScheduled: 20, numberAvailable };
  const initContainers = [{ name: 'ebpf-bootstrap', command: ['calico-node', '-init'] }];
  const template = { spec: { containers: [], initContainers, volumes: [{ name: 'bpffs' }] } };
  return { ...aDaemonSet('calico-node', counts), spec: { selector: {}, template } };
}

function plan(calicoNetwork: CalicoNetwork, facts: Partial<ProxyFacts> = {}): ProxyPlan {
  return planProxy({
    spec: settled({ calicoNetwork }),
    proxy: proxy(false),
    felix: felix(true),
    node: node(20),
    lacks: '',
    problems: () => [],
    now: minute(5),
    ...facts,
  });
}

describe('planProxy, while kube-proxy runs', () => {
  it.each<[string, CalicoNetwork, Partial<ProxyFacts>, ProxyPlan['do']]>([
    ['BPF runs everywhere', managedBpf, {}, 'switch off'],
    ['calico-node is not ready on one node of twenty', managedBpf, { node: node(19) }, 'wait'],
    ['calico-node is not there', managedBpf, { node: undefined }, 'wait'],
    ['BPF is not on yet', managedBpf, { felix: felix(false) }, 'wait'],
    ['there is no FelixConfiguration', managedBpf, { felix: undefined }, 'wait'],
    ['something speaks against it', managedBpf, { problems: () => ['no address'] }, 'refuse'],
    ['nobody asks for its management', { linuxDataplane: 'BPF' }, {}, 'nothing'],
    ['another dataplane is in use', { kubeProxyManagement: 'Enabled' }, { problems: () => ['no address'] }, 'nothing'],
    ['it does not serve every node', { kubeProxyManagement: 'Enabled' }, { lacks: '2 of 3' }, 'wait'],
  ])('when %s', (_, network, facts, expected) => {
    expect(plan(network, facts).do).toBe(expected);
  });

  it('waits until Felix has had the time to show that BPF does not work', () => {
    expect(plan(managedBpf, { now: minute(1) })).toMatchObject({ do: 'wait', againAfterMs: 40_000 });
  });
});

describe('planProxy, while kube-proxy is off', () => {
  const off = { proxy: proxy(true), lacks: 'it is switched off' };

  it.each<[string, CalicoNetwork, Partial<ProxyFacts>, ProxyPlan['do']]>([
    ['BPF goes on', managedBpf, {}, 'nothing'],
    ['a node fails later', managedBpf, { node: node(19) }, 'nothing'],
    ['something speaks against it later', managedBpf, { problems: () => ['no address'] }, 'nothing'],
    ['FelixConfiguration is lost for a moment', managedBpf, { felix: undefined }, 'nothing'],
    ['BPF was switched off in FelixConfiguration', managedBpf, { felix: felix(false) }, 'hand back'],
    ['another dataplane is asked for', { kubeProxyManagement: 'Enabled' }, {}, 'hand back'],
    ['its management ends', { linuxDataplane: 'BPF', kubeProxyManagement: 'Disabled' }, {}, 'hand back'],
  ])('when %s', (_, network, facts, expected) => {
    expect(plan(network, { ...off, ...facts }).do).toBe(expected);
  });
});
