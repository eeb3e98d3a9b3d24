import { describe, expect, it } from '@jest/globals';
import { Degraded } from '../../../../src/crds/status/degraded.ts';

describe('Degraded', () => {
  it('is tried again with backoff unless it says otherwise', () => {
    expect(new Degraded('ResourceReadError', 'no answer').retry).toBe('backoff');
    expect(new Degraded('ResourceNotFound', 'no pool', { retry: 'on-watch' }).retry).toBe('on-watch');
  });

  it('keeps reason, text and cause', () => {
    const cause = new Error('409');
    const error = new Degraded('ResourceUpdateError', 'cannot write', { cause });
    expect(error).toMatchObject({ name: 'Degraded', reason: 'ResourceUpdateError', message: 'cannot write', cause });
  });
});
