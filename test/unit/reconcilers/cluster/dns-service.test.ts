import { describe, expect, it } from '@jest/globals';
import { loadDnsService } from '../../../../src/reconcilers/cluster/dns-service.ts';
import { aContext } from '../../../support/reconcile-context.ts';

describe('loadDnsService', () => {
  it.each([
    ['', 'systemServices', 'kube-system/kube-dns'],
    ['RKE2', 'systemServices', 'kube-system/rke2-coredns-rke2-coredns'],
    ['OpenShift', 'openShiftDnsServices', 'openshift-dns/dns-default'],
  ] as const)('knows the one of "%s"', (provider, view, name) => {
    const ctx = aContext();
    ctx.shown.view(view).put(name, { name, labels: [], clusterIps: ['10.96.0.10'] });
    expect(loadDnsService(ctx, provider)).toEqual({ name, addresses: ['10.96.0.10'] });
  });

  it('has no address while it is not there', () => {
    expect(loadDnsService(aContext(), '')).toEqual({ name: 'kube-system/kube-dns', addresses: [] });
  });
});
