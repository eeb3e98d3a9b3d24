import { describe, expect, it } from '@jest/globals';
import type { Condition, ConditionStatus } from '../../../../src/crds/status/conditions.ts';
import { transitionsOf } from '../../../../src/reconcilers/status/transitions.ts';

function said(type: string, status: ConditionStatus, message = ''): Condition {
  return { type, status, message, lastTransitionTime: '2026-01-01T00:00:00Z' };
}

describe('transitionsOf', () => {
  it.each<[string, ConditionStatus, 'Normal' | 'Warning', string]>([
    ['Available', 'True', 'Normal', 'Available'],
    ['Available', 'False', 'Warning', 'AvailableLost'],
    ['Degraded', 'True', 'Warning', 'Degraded'],
    ['Degraded', 'False', 'Normal', 'DegradedLost'],
    ['Progressing', 'True', 'Normal', 'Progressing'],
    ['Progressing', 'False', 'Normal', 'ProgressingLost'],
  ])('tells that %s became %s', (type, status, severity, reason) => {
    const before = said(type, status === 'True' ? 'False' : 'True');
    expect(transitionsOf([before], [said(type, status, 'because')])).toEqual([{ severity, reason, note: 'because' }]);
  });

  it('tells nothing where only words change', () => {
    expect(transitionsOf([said('Available', 'True', 'a')], [said('Available', 'True', 'b')])).toEqual([]);
  });

  it('tells of a start only what is true', () => {
    const after = [said('Available', 'False'), said('Progressing', 'True'), said('Degraded', 'False')];
    expect(transitionsOf([], after)).toEqual([
      { severity: 'Normal', reason: 'Progressing', note: 'Progressing is True' },
    ]);
  });
});
