import { describe, expect, it } from '@jest/globals';
import type { IpPool } from '../../../../src/crds/kinds.ts';
import { disabledAnnotation, isDisabledByUser } from '../../../../src/reconcilers/ippools/pool-warnings.ts';
import { writtenPool, writtenPools } from '../../../../src/reconcilers/ippools/written-pools.ts';
import { aggregated } from '../../../support/calico-api.ts';
import { aContext } from '../../../support/reconcile-context.ts';

function pool(disabled?: boolean, noted?: string): IpPool {
  const annotations = noted === undefined ? {} : { annotations: { [disabledAnnotation]: noted } };
  const spec = { cidr: '10.0.0.0/16', ...(disabled !== undefined && { disabled }) };
  return { apiVersion: 'crd.projectcalico.org/v1', kind: 'IPPool', metadata: { name: 'a', ...annotations }, spec };
}

const sent = (one: IpPool): IpPool => ({ ...one, apiVersion: 'projectcalico.org/v3' });

describe('writtenPools', () => {
  it('are stored directly where there is none, and go through the API where there are some', () => {
    const ctx = aContext(aggregated);
    expect(writtenPools(ctx, [pool()])).toEqual([pool()]);
    ctx.holds(pool());
    expect(writtenPools(ctx, [pool()])).toEqual([sent(pool())]);
  });

  it('are stored directly while all are disabled and the API does not answer, because it may have no pods for it', () => {
    const ctx = aContext(aggregated);
    ctx.holds(pool(true, 'true'));
    expect(writtenPools(ctx, [pool()])).toEqual([pool(false, 'false')]);
  });

  it('bear the note from the first moment that the operator has disabled them', () => {
    expect(writtenPools(aContext(aggregated), [pool(true)])).toEqual([pool(true, 'true')]);
  });
});

describe('writtenPool', () => {
  it('notes that the operator has disabled a pool, and enables it again', () => {
    const ctx = aContext(aggregated);
    expect(writtenPool(ctx, pool(true))).toEqual(sent(pool(true, 'true')));
    ctx.holds(pool(true, 'true'));
    expect(writtenPool(ctx, pool())).toEqual(sent(pool(false, 'false')));
  });

  it('does not enable what a user has disabled', () => {
    const ctx = aContext(aggregated);
    ctx.holds(pool(true, 'false'));
    expect(writtenPool(ctx, pool()).spec.disabled).toBeUndefined();
  });

  it.each([undefined, 'false'])(
    'leaves to a user what the user has disabled, also while the list agrees (%s)',
    (note) => {
      const ctx = aContext(aggregated);
      ctx.holds(pool(true, note));
      expect(writtenPool(ctx, pool(true))).toEqual(sent(pool()));
    },
  );

  it('names no size of blocks where the pool has none, because none can be set', () => {
    const ctx = aContext(aggregated);
    ctx.holds(pool());
    const sized = { ...pool(), spec: { ...pool().spec, blockSize: 26 } };
    expect(writtenPool(ctx, sized)).toEqual(sent(pool()));
  });

  it('is as it was where CRDs serve', () => {
    expect(writtenPool(aContext(), pool(true))).toEqual(pool(true));
  });
});

describe('isDisabledByUser', () => {
  it.each([
    [true, true, undefined],
    [true, true, 'false'],
    [false, true, 'true'],
    [false, false, undefined],
  ])('is %s of a stored pool with disabled: %s and the note %s', (expected, disabled, noted) => {
    expect(isDisabledByUser(pool(disabled, noted))).toBe(expected);
  });
});
