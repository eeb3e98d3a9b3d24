import { describe, expect, it } from '@jest/globals';
import type { PeerFigures } from '../../../../../tools/bench/peer-figures.ts';
import type { ScaleFigures } from '../../../../../tools/bench/scale/measure-scale.ts';
import { scaleTable } from '../../../../../tools/bench/scale/scale-table.ts';

const usage = { rssMiB: 91.4, peakRssMiB: 94.6, cpuSeconds: 12 };
const loopDelay = { maxMs: 123.4, p99Ms: 4 };
const size = { nodes: 5000, secrets: 30_000, pods: 100_000 };
const figures: ScaleFigures = {
  install: { seconds: 600, usage, loopDelay },
  restart: { startToSynced: 7, usage },
  storm: { updatesInASecond: 200, reconciles: 0, cpuShare: 0.063, usage, loopDelay },
  threshold: { replicas: 29, seconds: 0.7 },
};
const peer = (nodes: number, peakRssMiB: number): PeerFigures => {
  return { scenario: `${nodes} nodes`, nodes, rssMiB: 800, peakRssMiB };
};

describe('the table of a very large cluster', () => {
  it('shows each figure beside its goal', () => {
    const table = scaleTable(size, figures, []);
    expect(table).toContainEqual(expect.stringMatching(/^restart: start to synced +7\.0 s +20 s$/));
    expect(table).toContainEqual(expect.stringMatching(/^ {2}event loop busy at most \(p99\) +123 ms \(4\) +500 ms$/));
    expect(table).toContainEqual(expect.stringMatching(/^ {2}share of a core +6\.3 % +10 %$/));
  });

  it('shows another operator on its largest cluster, where it took most', () => {
    const peers = [peer(1000, 900), peer(5000, 228), peer(5000, 846)];
    const table = scaleTable(size, figures, peers);
    expect(table).toContainEqual(expect.stringMatching(/^ {2}RSS \(peak\) +91 \(95\) +100 MiB +800 \(846\)$/));
    expect(table.at(-1)).toBe('peer: 5000 nodes');
  });
});
