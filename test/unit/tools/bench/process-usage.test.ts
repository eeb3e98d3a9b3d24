import { describe, expect, it } from '@jest/globals';
import { usageOf } from '../../../../tools/bench/process-usage.ts';

describe('usage of a process', () => {
  it('is what the process itself says', () => {
    const { rssMiB, peakRssMiB, cpuSeconds } = usageOf(process.pid);
    const { user, system } = process.cpuUsage();
    expect(peakRssMiB).toBeGreaterThanOrEqual(rssMiB);
    expect(Math.abs(rssMiB * 2 ** 20 - process.memoryUsage.rss())).toBeLessThan(32 * 2 ** 20);
    expect(cpuSeconds).toBeCloseTo((user + system) / 1e6, 0);
  });

  it('cannot be told of a process that is gone', () => {
    expect(() => usageOf(2 ** 22 + 1)).toThrow(/ENOENT/);
  });
});
