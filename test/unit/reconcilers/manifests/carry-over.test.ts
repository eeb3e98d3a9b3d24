import { describe, expect, it } from '@jest/globals';
import { carryOver } from '../../../../src/reconcilers/manifests/carry-over.ts';
import { formerInstall } from '../../../../tools/cluster/former-install.ts';
import { refusal } from '../../../support/fake-client.ts';
import { aMovingCluster } from '../../../support/moving-context.ts';
import type { TestContext } from '../../../support/reconcile-context.ts';

const { node, typha, kubeControllers, configMap, pool, felix } = formerInstall();
const workloads = new Map([typha, kubeControllers].map((each) => [each.metadata.name, each]));

/** Nothing has moved yet. */
function aFormerInstall(isThere = true): TestContext {
  const views = {
    isThere,
    isIncomplete: false,
    forbidden: '',
    node,
    deployment: (name: string) => workloads.get(name),
    configMaps: () => [configMap],
  };
  const ctx = aMovingCluster([{}], views);
  ctx.holds(pool, felix);
  return ctx;
}

describe('carryOver', () => {
  it('writes variables of Felix into FelixConfiguration', async () => {
    const ctx = aFormerInstall();
    await carryOver(ctx);
    expect(ctx.api.asked).toEqual(['apply FelixConfiguration default']);
    expect(ctx.api.live('FelixConfiguration', 'default')).toHaveProperty('spec.iptablesRefreshInterval', '60s');
  });

  it('writes none a second time: from then on they are the user’s', async () => {
    const ctx = aFormerInstall();
    const fieldsV1 = { 'f:spec': { 'f:iptablesRefreshInterval': {} } };
    const managedFields = [{ manager: 'calico-operator-manifests', fieldsV1 }];
    ctx.holds({ ...felix, metadata: { ...felix.metadata, managedFields } });
    await carryOver(ctx);
    expect(ctx.api.asked).toEqual([]);
  });

  it('has nothing to do where nothing was installed from manifests', async () => {
    const ctx = aFormerInstall(false);
    await carryOver(ctx);
    expect(ctx.api.asked).toEqual([]);
  });

  it('says what could not be carried over', async () => {
    const ctx = aFormerInstall();
    ctx.api.fails('apply FelixConfiguration default', refusal(422, 'Invalid', 'not so'));
    await expect(carryOver(ctx)).rejects.toMatchObject({
      reason: 'MigrationError',
      message: /FelixConfiguration default: not so/,
    });
  });
});
