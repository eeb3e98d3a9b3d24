import { describe, expect, it } from '@jest/globals';
import { mergeResults } from '../../../src/reconcilers/merge-results.ts';

const problem = { reason: 'CertificateError', message: 'a certificate ends' } as const;

describe('mergeResults', () => {
  it('says all that its parts say, and each wait once', () => {
    const merged = mergeResults({ waits: ['a'], warnings: ['x'] }, {}, { waits: ['b', 'a'], warnings: ['y'] });
    expect(merged).toEqual({ waits: ['a', 'b'], warnings: ['x', 'y'] });
  });

  it('looks again at the earliest moment, and keeps the first problem', () => {
    const merged = mergeResults({ againAfterMs: 500 }, { problem, againAfterMs: 200 });
    expect(merged).toMatchObject({ againAfterMs: 200, problem });
  });
});
