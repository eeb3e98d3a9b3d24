import { describe, expect, it } from '@jest/globals';
import type { APIServer } from '../../../../src/crds/apiserver.ts';
import type { Condition } from '../../../../src/crds/status/conditions.ts';
import { publishApiServerStatus } from '../../../../src/reconcilers/apiserver/publish-api-server-status.ts';
import { anApiServer } from '../../../support/api-server-cluster.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

const available = (status: Condition['status']): Condition => ({
  type: 'Available',
  status,
  reason: 'AllObjectsAvailable',
  message: 'ok',
  lastTransitionTime: '2026-01-01T00:00:00Z',
});

async function publish(ctx: TestContext, condition: Condition): Promise<APIServer['status']> {
  await publishApiServerStatus(ctx, { before: [], after: [condition] });
  return ctx.cluster.apiServers.get('default')?.status;
}

describe('publishApiServerStatus', () => {
  it('says Ready while the API is available, and takes it back', async () => {
    const ctx = aContext();
    anApiServer(ctx);
    expect(await publish(ctx, available('True'))).toMatchObject({ state: 'Ready', conditions: [{ type: 'Ready' }] });
    expect(await publish(ctx, available('False'))).not.toHaveProperty('state');
  });

  it('writes only what is news', async () => {
    const ctx = aContext();
    anApiServer(ctx);
    await publish(ctx, available('True'));
    await publish(ctx, available('True'));
    expect(ctx.api.asked).toEqual(['apply status APIServer default']);
  });

  it('has nothing to say where there is no APIServer', async () => {
    const ctx = aContext();
    await publish(ctx, available('True'));
    expect(ctx.api.asked).toEqual([]);
  });
});
