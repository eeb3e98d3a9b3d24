import { describe, expect, it } from '@jest/globals';
import type { DaemonSet } from '../../../../src/crds/generated/core.gen.ts';
import type { FelixConfiguration } from '../../../../src/crds/kinds.ts';
import { outrankedFields } from '../../../../src/reconcilers/felix/outranked.ts';
import { aDaemonSet } from '../../../support/workloads.ts';

/** DaemonSet calico-node with this variable. */
function aNode(name: string, value: string): DaemonSet {
  const node = aDaemonSet('calico-node');
  const containers = [{ name: 'calico-node', env: [{ name, value }] }];
  return { ...node, spec: { ...node.spec, template: { spec: { containers } } } } as DaemonSet;
}

function aFelix(spec: NonNullable<FelixConfiguration['spec']>, manager: string): FelixConfiguration {
  const fields = Object.fromEntries(Object.keys(spec).map((name) => [`f:${name}`, {}]));
  const managedFields = [{ manager, fieldsV1: { 'f:spec': fields } }];
  const metadata = { name: 'default', managedFields };
  return { apiVersion: 'projectcalico.org/v3', kind: 'FelixConfiguration', metadata, spec };
}

describe('outrankedFields', () => {
  it('tells both values, whose it is, and what decides', () => {
    expect(outrankedFields(aFelix({ vxlanMTU: 1400 }, 'kubectl'), aNode('FELIX_VXLANMTU', '1450'))).toEqual([
      'CAL-305 FelixConfiguration default: spec.vxlanMTU: 1400, set by kubectl, has no effect, because calico-node has FELIX_VXLANMTU=1450; spec.calicoNetwork.mtu of the Installation decides it',
    ]);
  });

  it.each<[NonNullable<FelixConfiguration['spec']>, string, string, string]>([
    [{ ipipMTU: 1400 }, 'FELIX_IPINIPMTU', '1450', 'spec.calicoNetwork.mtu'],
    [{ prometheusMetricsPort: 1 }, 'FELIX_PROMETHEUSMETRICSPORT', '9091', 'spec.nodeMetricsPort'],
    [{ ipv6Support: true }, 'FELIX_IPV6SUPPORT', 'false', 'spec.calicoNetwork.ipPools'],
    [{ interfacePrefix: 'cali' }, 'FELIX_INTERFACEPREFIX', 'eni', 'spec.cni.type'],
    [{ defaultEndpointToHostAction: 'Drop' }, 'FELIX_DEFAULTENDPOINTTOHOSTACTION', 'ACCEPT', 'calicoNodeDaemonSet'],
  ])('tells of %j beside %s=%s', (spec, name, value, decider) => {
    expect(outrankedFields(aFelix(spec, 'kubectl'), aNode(name, value))).toEqual([expect.stringContaining(decider)]);
  });

  it.each<[string, FelixConfiguration | undefined, DaemonSet | undefined]>([
    ['there is no FelixConfiguration', undefined, aNode('FELIX_VXLANMTU', '1450')],
    ['there is no calico-node', aFelix({ vxlanMTU: 1400 }, 'kubectl'), undefined],
    ['no variable says anything', aFelix({ vxlanMTU: 1400 }, 'kubectl'), aNode('FELIX_WIREGUARDMTU', '1450')],
    ['both agree', aFelix({ healthEnabled: true }, 'kubectl'), aNode('FELIX_HEALTHENABLED', 'true')],
    [
      'only the case differs',
      aFelix({ defaultEndpointToHostAction: 'Accept' }, 'kubectl'),
      aNode('FELIX_DEFAULTENDPOINTTOHOSTACTION', 'ACCEPT'),
    ],
    [
      'only the unit differs',
      aFelix({ flowLogsFlushInterval: '15s' }, 'kubectl'),
      aNode('FELIX_FLOWLOGSFLUSHINTERVAL', '15'),
    ],
    ['the value is ours', aFelix({ healthPort: 1 }, 'calico-operator'), aNode('FELIX_HEALTHPORT', '9099')],
  ])('tells nothing where %s', (_when, live, node) => {
    expect(outrankedFields(live, node)).toEqual([]);
  });
});
