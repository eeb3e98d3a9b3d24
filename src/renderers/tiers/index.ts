import { refOf, type KubeObject, type ObjectRef } from '../../k8s/object.ts';
import type { Component } from '../component.ts';
import type { TiersInput } from '../input.ts';
import { CALICO_SYSTEM, CALICO_SYSTEM_TIER, FORMER_TIER } from '../shared/names.ts';
import {
  type CalicoPolicy,
  clusterDns,
  hostNet,
  POLICY_API,
  type PolicyRule,
  systemGlobalPolicy,
  systemPolicy,
} from '../shared/network-policy.ts';

/**
 * The tier of the operator's policies, and the policies that keep cluster DNS reachable. No custom resource owns them: the
 * tier holds policies of more than one, and stays when they go.
 */
export const tiers: Component<TiersInput> = {
  name: 'tiers',
  images: [],
  render: (input) => {
    const nodeLocalDns = nodeLocalDnsPolicy(input.nodeLocalDnsAddresses);
    const usesNodeLocalDns = input.provider !== 'OpenShift' && input.nodeLocalDnsAddresses.length > 0;
    return {
      present: [systemTier(), clusterDnsPolicy(input), ...(usesNodeLocalDns ? [nodeLocalDns] : [])],
      absent: [...(usesNodeLocalDns ? [] : [refOf(nodeLocalDns)]), ...formerObjects(input)],
    };
  },
};

interface Tier extends KubeObject {
  spec: { order: number };
}

function systemTier(): Tier {
  const labels = { 'projectcalico.org/system-tier': 'true' };
  return { apiVersion: POLICY_API, kind: 'Tier', metadata: { name: CALICO_SYSTEM_TIER, labels }, spec: { order: 100 } };
}

const fromCalicoSystem = `projectcalico.org/namespace in {'${CALICO_SYSTEM}'}`;

function dnsOf({ provider }: TiersInput): (typeof clusterDns)[keyof typeof clusterDns] {
  return provider === 'OpenShift' ? clusterDns.openShift : clusterDns.other;
}

/** Lets the pods of calico-system resolve names whatever the user's policies say; all others pass on to those. */
function clusterDnsPolicy(input: TiersInput): CalicoPolicy {
  const { namespace, selector } = dnsOf(input);
  return systemPolicy(namespace, 'cluster-dns', {
    order: 1,
    selector,
    types: ['Ingress', 'Egress'],
    ingress: [
      { action: 'Allow', source: { namespaceSelector: 'all()', selector: fromCalicoSystem } },
      { action: 'Pass' },
    ],
    egress: [{ action: 'Allow' }],
  });
}

/** NodeLocal DNSCache answers under the DNS Service's address on the node itself, where no pod selector matches. */
function nodeLocalDnsPolicy(addresses: readonly string[]): CalicoPolicy {
  return systemGlobalPolicy('node-local-dns', {
    order: 10,
    selector: fromCalicoSystem,
    types: ['Egress'],
    egress: (['UDP', 'TCP'] as const).flatMap((protocol) => addresses.flatMap((address) => dnsTo(address, protocol))),
  });
}

function dnsTo(address: string, protocol: 'TCP' | 'UDP'): PolicyRule[] {
  const net = hostNet(address);
  if (net === undefined) return [];
  return [{ action: 'Allow', protocol, destination: { nets: [net], ports: [clusterDns.other.port] } }];
}

/** What earlier releases left; the tier comes last, because it cannot go while policies are in it. */
function formerObjects(input: TiersInput): ObjectRef[] {
  const policy = { kind: 'NetworkPolicy', namespace: dnsOf(input).namespace, name: `${FORMER_TIER}.cluster-dns` };
  return [
    { apiVersion: POLICY_API, ...policy },
    { apiVersion: POLICY_API, kind: 'GlobalNetworkPolicy', name: `${FORMER_TIER}.node-local-dns` },
    { apiVersion: POLICY_API, kind: 'Tier', name: FORMER_TIER },
  ];
}
