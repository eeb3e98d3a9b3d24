import { describe, expect, it } from '@jest/globals';
import { ensureInstallationFinalizers } from '../../../../src/reconcilers/installation/ensure-installation-finalizers.ts';
import { anInstallation } from '../../../support/installations.ts';
import { aContext } from '../../../support/reconcile-context.ts';

describe('ensureInstallationFinalizers', () => {
  it('adds both, beside those of others, and once', async () => {
    const ctx = aContext();
    await ensureInstallationFinalizers(
      ctx,
      anInstallation(ctx, { metadata: { name: 'default', finalizers: ['theirs'] } }),
    );
    const installation = ctx.cluster.installations.get('default');
    const ours = ['operator.tigera.io/installation-controller', 'tigera.io/operator-cleanup'];
    expect(installation?.metadata.finalizers).toEqual(['theirs', ...ours]);
    if (installation !== undefined) await ensureInstallationFinalizers(ctx, installation);
    expect(ctx.api.asked).toEqual(['patch Installation default']);
  });
});
