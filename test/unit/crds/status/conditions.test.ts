import { describe, expect, it } from '@jest/globals';
import {
  mergeConditions,
  sameConditions,
  type Condition,
  type Verdict,
} from '../../../../src/crds/status/conditions.ts';

const stored: Condition = {
  type: 'Available',
  status: 'True',
  reason: 'AllObjectsAvailable',
  message: 'old words',
  lastTransitionTime: '2026-01-01T00:00:00Z',
};
const verdict: Verdict = { type: 'Available', status: 'True', reason: 'AllObjectsAvailable', message: 'new words' };
const now = '2026-02-02T00:00:00Z';

describe('mergeConditions', () => {
  it('keeps the transition time while the status stays, whatever else changes', () => {
    expect(mergeConditions([stored], [verdict], { now })).toEqual([
      { ...verdict, lastTransitionTime: stored.lastTransitionTime },
    ]);
  });

  it('moves the transition time when the status changes', () => {
    const [merged] = mergeConditions([stored], [{ ...verdict, status: 'False' }], { now });
    expect(merged?.lastTransitionTime).toBe(now);
  });

  it('begins a new condition now, with the generation that it speaks of', () => {
    expect(mergeConditions([], [verdict], { now, observedGeneration: 7 })).toEqual([
      { ...verdict, lastTransitionTime: now, observedGeneration: 7 },
    ]);
  });
});

describe('sameConditions', () => {
  it('does not mind the order', () => {
    const other = { ...stored, type: 'Degraded' };
    expect(sameConditions([stored, other], [other, stored])).toBe(true);
  });

  it.each([
    ['message', { message: 'other words' }],
    ['generation', { observedGeneration: 2 }],
    ['type', { type: 'Progressing' }],
  ])('sees a different %s', (_what, change) => {
    expect(sameConditions([stored], [{ ...stored, ...change }])).toBe(false);
  });

  it('sees that a condition is missing', () => {
    expect(sameConditions([stored], [])).toBe(false);
  });
});
