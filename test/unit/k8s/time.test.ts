import { describe, expect, it } from '@jest/globals';
import { microTime, secondTime } from '../../../src/k8s/time.ts';

const date = new Date('2026-01-02T03:04:05.678Z');

describe('times on the wire', () => {
  it('have six digits behind the second where the API wants a MicroTime, or no leader is ever elected', () => {
    expect(microTime(date)).toBe('2026-01-02T03:04:05.678000Z');
  });

  it('have none where it wants a Time', () => {
    expect(secondTime(date)).toBe('2026-01-02T03:04:05Z');
  });
});
