import { describe, expect, it } from '@jest/globals';
import { requirePools } from '../../../../src/reconcilers/installation/gather-core-input.ts';
import { aPool, settled } from '../../../support/installation-facts.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

const spec = settled({ cni: { type: 'Calico' } });

function withPool(disabled: boolean): TestContext {
  const ctx = aContext();
  ctx.holds(aPool('a', '10.0.0.0/16', { disabled }));
  return ctx;
}

describe('requirePools', () => {
  it('waits for an enabled pool before the first calico-node', () => {
    expect(() => requirePools(aContext(), spec)).toThrow(/waiting for enabled IP pools/);
    expect(() => requirePools(withPool(true), spec)).toThrow(/waiting for enabled IP pools/);
    expect(() => requirePools(withPool(false), spec)).not.toThrow();
  });

  it('lets upgrades go on while all pools are disabled', () => {
    const ctx = withPool(true);
    const metadata = { namespace: 'calico-system', name: 'calico-node' };
    ctx.holds({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata });
    expect(() => requirePools(ctx, spec)).not.toThrow();
  });

  it('waits for none where another plugin gives out the addresses', () => {
    const theirs = settled({ cni: { type: 'GKE', ipam: { type: 'HostLocal' } } });
    expect(() => requirePools(aContext(), theirs)).not.toThrow();
  });
});
