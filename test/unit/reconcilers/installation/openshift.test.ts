import { beforeEach, describe, expect, it } from '@jest/globals';
import type { InstallationSpec } from '../../../../src/crds/installation/spec.ts';
import { openShiftWarnings, publishOpenShiftNetwork } from '../../../../src/reconcilers/installation/openshift.ts';
import { settled } from '../../../support/installation-facts.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

const apiVersion = 'config.openshift.io/v1';
const metadata = { name: 'cluster' };
const spec = { clusterNetwork: [{ cidr: '10.128.0.0/14', hostPrefix: 23 }], serviceNetwork: ['172.30.0.0/16'] };
const told = { ...spec, networkType: 'Calico', clusterNetworkMTU: 1450 };

let ctx: TestContext;

beforeEach(() => {
  ctx = aContext();
});

function holdsNetwork(status?: object): void {
  const network = { apiVersion, kind: 'Network', metadata, spec, ...(status && { status }) };
  ctx.api.has(network);
  ctx.shown.view('openShiftNetworks').put('cluster', network);
}

describe('publishOpenShiftNetwork', () => {
  it('tells OpenShift which network it has', async () => {
    holdsNetwork();
    await publishOpenShiftNetwork(ctx, 1450);
    expect(ctx.api.requests.at(-1)).toMatchObject({ body: { kind: 'Network', status: told } });
  });

  it('says nothing twice', async () => {
    holdsNetwork(told);
    await publishOpenShiftNetwork(ctx, 1450);
    expect(ctx.api.asked).toEqual([]);
  });

  it('says nothing on other platforms', async () => {
    await publishOpenShiftNetwork(ctx, 1450);
    expect(ctx.api.asked).toEqual([]);
  });
});

/** What is said about a cluster on this cloud. */
function warnings(type: string, calicoNetwork: InstallationSpec['calicoNetwork'] = {}): string[] {
  const status = { platformStatus: { type } };
  ctx.shown.view('openShiftInfrastructures').put('cluster', { apiVersion, kind: 'Infrastructure', metadata, status });
  return openShiftWarnings(ctx, settled({ calicoNetwork }));
}

describe('openShiftWarnings', () => {
  it('names what security groups on AWS have to let through', () => {
    expect(warnings('AWS', { bgp: 'Enabled', ipPools: [{ cidr: '10.0.0.0/16', encapsulation: 'IPIP' }] })).toEqual([
      'CAL-204 OpenShift on AWS: allow TCP 5473 (Typha), TCP 179 (BGP), IP protocol 4 (IPIP) between all nodes in their security groups',
    ]);
    expect(warnings('AWS', { bgp: 'Disabled', ipPools: [{ cidr: '10.0.0.0/16', encapsulation: 'VXLAN' }] })).toEqual([
      'CAL-204 OpenShift on AWS: allow TCP 5473 (Typha), UDP 4789 (VXLAN) between all nodes in their security groups',
    ]);
  });

  it('says nothing about other clouds', () => {
    expect(warnings('BareMetal')).toEqual([]);
  });
});
