import { describe, expect, it } from '@jest/globals';
import type { Condition } from '../../../../src/crds/status/conditions.ts';
import type { InstallationStatus } from '../../../../src/crds/installation/status.ts';
import {
  publishInstallationStatus,
  type InstallationFacts,
} from '../../../../src/reconcilers/installation/publish-status.ts';
import { settled } from '../../../support/installation-facts.ts';
import { anInstallation } from '../../../support/installations.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

const lastTransitionTime = '2026-01-01T00:00:00Z';
const available: Condition = {
  type: 'Available',
  status: 'True',
  reason: 'AllObjectsAvailable',
  message: 'ok',
  lastTransitionTime,
};

/** Publishes and returns the status that was sent; undefined where nothing was. */
async function publish(
  ctx: TestContext,
  facts: Partial<InstallationFacts>,
  status?: InstallationStatus,
): Promise<unknown> {
  const installation = anInstallation(ctx, status === undefined ? {} : { status });
  const all = { computed: settled({}), conditions: [available], complete: true, ...facts };
  await publishInstallationStatus(ctx, installation, all);
  return (ctx.api.requests.at(-1)?.body as { status?: unknown } | undefined)?.status;
}

describe('publishInstallationStatus', () => {
  it('shows the spec in effect, and Available as Ready', async () => {
    expect(await publish(aContext(), { complete: false })).toEqual({
      calicoAPIGroup: 'projectcalico.org/v3',
      computed: expect.not.objectContaining({ kubernetesProvider: '' }),
      conditions: [{ ...available, type: 'Ready' }],
    });
  });

  it('shows version, variant and ImageSet once all is rolled out', async () => {
    const said = { calicoVersion: 'v3.32.1', variant: 'Calico', imageSet: 'calico-v3.32.1' };
    expect(await publish(aContext(), { imageSet: 'calico-v3.32.1' })).toMatchObject(said);
  });

  it('keeps version and variant of before until then', async () => {
    const before: InstallationStatus = { calicoVersion: 'v3.31.0', variant: 'Calico', mtu: 1440 };
    expect(await publish(aContext(), { complete: false }, before)).toMatchObject(before);
  });

  it('keeps the last good spec while the user’s is refused', async () => {
    const ctx = aContext();
    const computed = settled({ registry: 'registry.example.com/' });
    const installation = anInstallation(ctx, { status: { computed } });
    await publishInstallationStatus(ctx, installation, { conditions: [available], complete: false });
    expect(ctx.cluster.installations.get('default')?.status?.computed).toEqual(computed);
  });

  it('forgets an ImageSet that is not in use any more', async () => {
    expect(await publish(aContext(), { imageSet: '' }, { imageSet: 'calico-v3.32.1' })).not.toHaveProperty('imageSet');
  });

  it('writes nothing where nothing changed, in whatever order conditions stand', async () => {
    const ctx = aContext();
    const degraded: Condition = { ...available, type: 'Degraded', status: 'False' };
    const status = (await publish(ctx, { conditions: [degraded, available] })) as InstallationStatus;
    await publish(ctx, { conditions: [available, degraded] }, status);
    expect(ctx.api.asked).toEqual(['apply status Installation default']);
  });
});

describe('publishInstallationStatus, for the MTU', () => {
  it.each([
    ['1440\n', 1440],
    ['0', undefined],
    ['-1', undefined],
    ['many', undefined],
    ['99999999999', undefined],
  ])('reads what calico-node found: %j', async (text, mtu) => {
    const ctx = aContext({ readMtu: () => Promise.resolve(text) });
    expect(((await publish(ctx, {})) as InstallationStatus).mtu).toBe(mtu);
  });

  it('is none where there is no file', async () => {
    expect(await publish(aContext(), {}, { mtu: 1440 })).not.toHaveProperty('mtu');
  });

  it('is that of the spec where it has one', async () => {
    expect(await publish(aContext(), { computed: settled({ calicoNetwork: { mtu: 1400 } }) })).toMatchObject({
      mtu: 1400,
    });
  });
});
