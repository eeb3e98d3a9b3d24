import { beforeEach, describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import { applyObject, type Applied } from '../../../../src/reconcilers/apply/apply-object.ts';
import { deleteObject } from '../../../../src/reconcilers/apply/delete-object.ts';
import { refOf } from '../../../../src/k8s/object.ts';
import { aCalicoApi, aggregated } from '../../../support/calico-api.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

const what = 'NetworkPolicy calico-system/calico-system.a';

function policy(order: number): KubeObject {
  const metadata = { namespace: 'calico-system', name: 'calico-system.a' };
  return withContent({ apiVersion: 'projectcalico.org/v3', kind: 'NetworkPolicy', metadata }, { spec: { order } });
}

let ctx: TestContext;
const apply = (order: number): Promise<Applied> => applyObject(ctx, policy(order), 'whole');

beforeEach(() => {
  ctx = aContext(aggregated);
  aCalicoApi(ctx);
});

describe('an object that goes to the API server of Calico', () => {
  it('is created, and not sent again', async () => {
    expect(await apply(1)).toEqual({ result: 'written' });
    ctx.holds(policy(1));
    expect(await apply(1)).toEqual({ result: 'unchanged' });
    expect(ctx.api.asked).toEqual([`create ${what}`]);
  });

  it('is changed by a merge patch that names the state that was seen', async () => {
    ctx.holds(policy(1));
    expect(await apply(2)).toEqual({ result: 'written' });
    expect(ctx.api.asked).toEqual([`patch ${what}`]);
    expect(ctx.api.requests.at(-1)?.body).toMatchObject({
      type: 'merge',
      body: { metadata: { resourceVersion: expect.any(String) }, spec: { order: 2 } },
    });
  });

  it('waits while that does not answer, and is neither asked for nor deleted', async () => {
    ctx.holds(policy(1));
    aCalicoApi(ctx, 'connection refused');
    expect(await apply(2)).toEqual({ result: 'awaiting' });
    expect(await apply(1)).toEqual({ result: 'unchanged' });
    expect(await deleteObject(ctx, refOf(policy(1)))).toBe(false);
    expect(ctx.api.asked).toEqual([]);
  });

  it.each([
    ['ignored', { annotations: { 'unsupported.operator.tigera.io/ignore': 'true' } }],
    ['terminating', { deletionTimestamp: '2026-01-01T00:00:00Z' }],
  ])('is left alone where it is %s', async (result, metadata) => {
    const live = policy(1);
    ctx.holds({ ...live, metadata: { ...live.metadata, ...metadata } });
    expect(await apply(2)).toEqual({ result });
  });
});
