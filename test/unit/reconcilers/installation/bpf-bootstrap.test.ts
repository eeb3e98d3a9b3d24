import { describe, expect, it } from '@jest/globals';
import type { CalicoNetwork } from '../../../../src/crds/installation/calico-network.ts';
import { gatherBootstrap, settleAddresses } from '../../../../src/reconcilers/installation/bpf-bootstrap.ts';
import { settled } from '../../../support/installation-facts.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';
import { endpointConfig } from '../../../support/windows-cluster.ts';
import { aDaemonSet } from '../../../support/workloads.ts';

const on: CalicoNetwork = { linuxDataplane: 'BPF', bpfNetworkBootstrap: 'Enabled' };
const spec = settled({ calicoNetwork: on });

/** A cluster whose API server has a Service and two endpoints. */
function aCluster(): TestContext {
  const ctx = aContext();
  ctx.shown.view('apiServices').put('default/kubernetes', { clusterIps: ['10.96.0.1'], addresses: ['10.96.0.1:443'] });
  ctx.shown.view('apiEndpoints').put('default/b', { addresses: ['10.0.0.2:6443'] });
  ctx.shown.view('apiEndpoints').put('default/a', { addresses: ['10.0.0.1:6443'] });
  return ctx;
}

describe('gatherBootstrap', () => {
  it('gives the addresses of the API server, sorted', () => {
    const addresses = { serviceAddresses: '10.96.0.1:443', endpointAddresses: '10.0.0.1:6443,10.0.0.2:6443' };
    expect(gatherBootstrap(aCluster(), spec)).toEqual({ problems: [], addresses });
  });

  it('has nothing to do where it is not asked for', () => {
    expect(gatherBootstrap(aContext(), settled({ calicoNetwork: { linuxDataplane: 'BPF' } }))).toEqual({
      problems: [],
    });
  });

  it('names everything that stands in its way', () => {
    const ctx = aContext();
    ctx.holds(endpointConfig);
    const { problems, addresses } = gatherBootstrap(ctx, spec);
    expect(addresses).toBeUndefined();
    expect(problems).toEqual([
      expect.stringMatching(/^ConfigMap tigera-operator\/kubernetes-services-endpoint .* delete it/),
      expect.stringMatching(/^Service default\/kubernetes/),
      expect.stringMatching(/^no EndpointSlice/),
    ]);
  });

  it('leaves pods alone while they know an address more than there are', () => {
    const ctx = aCluster();
    const env = [{ name: 'KUBERNETES_APISERVER_ENDPOINTS', value: '10.0.0.2:6443,10.0.0.1:6443,10.0.0.3:6443' }];
    const template = { spec: { containers: [], initContainers: [{ name: 'ebpf-bootstrap', env }] } };
    ctx.holds({ ...aDaemonSet('calico-node'), spec: { selector: {}, template } } as ReturnType<typeof aDaemonSet>);
    expect(gatherBootstrap(ctx, spec).addresses?.endpointAddresses).toBe(env[0]?.value);
  });
});

describe('settleAddresses', () => {
  it.each<[string[], string | undefined, string]>([
    [['b:1', 'a:1'], undefined, 'a:1,b:1'],
    [['a:1', 'a:1'], undefined, 'a:1'],
    [['a:1', 'b:1'], 'b:1,a:1', 'b:1,a:1'],
    [['a:1'], 'a:1,b:1', 'a:1,b:1'],
    [['a:1', 'c:1'], 'a:1,b:1', 'a:1,c:1'],
    [['a:1'], '', 'a:1'],
  ])('makes of %j after %j: %s', (addresses, before, expected) => {
    expect(settleAddresses(addresses, before)).toBe(expected);
  });
});
