import { describe, expect, it } from '@jest/globals';
import type { ClusterFigures } from '../../../../tools/bench/measure.ts';
import type { PeerFigures } from '../../../../tools/bench/peer-figures.ts';
import { countRequests } from '../../../../tools/bench/request-figures.ts';
import { figuresTable, peerLegend } from '../../../../tools/bench/table.ts';

const phase = { requests: countRequests([]), usage: { rssMiB: 71.6, peakRssMiB: 80.2, cpuSeconds: 0.5 }, seconds: 60 };

const loopDelay = { maxMs: 99.6, p99Ms: 2 };

const figures: ClusterFigures = {
  nodes: 1000,
  install: {
    ...phase,
    firstRequestToLastCreate: 1.234,
    firstRequestToLastWrite: 2,
    readyToAvailable: 0.01,
    startToAvailable: 3,
    loopDelay,
  },
  rest: phase,
  restart: { ...phase, startToSynced: 0.6, loopDelay },
};

const peers: readonly PeerFigures[] = [
  { scenario: 'an empty spec, 3 nodes', nodes: 3, rssMiB: 90, peakRssMiB: 95, byVerb: { get: 4, watch: 5 } },
  { scenario: 'an empty spec, 1,000 nodes', nodes: 1000, rssMiB: 200, peakRssMiB: 210 },
];

const rowOf = (table: readonly string[], label: string): string | undefined =>
  table.find((line) => line.trimStart().startsWith(label));

describe('the table of figures', () => {
  it('has a column for each cluster, ours first', () => {
    const [heads] = figuresTable([figures], peers);
    expect(heads?.trim()).toMatch(/^1,000 nodes +peer 1: 3 +peer 2: 1,000$/);
    expect(peerLegend(peers)[1]).toBe('peer 2: an empty spec, 1,000 nodes');
  });

  it('shows seconds and MiB', () => {
    const table = figuresTable([figures], []);
    expect(rowOf(table, 'first request to last create')).toMatch(/ 1\.23 s$/);
    expect(rowOf(table, 'event loop busy at most (p99)')).toMatch(/ 100 ms \(2\)$/);
    expect(rowOf(table, 'RSS (peak)')).toMatch(/ 72 \(80\)$/);
  });

  it('leaves a cell empty where nothing was measured', () => {
    expect(rowOf(figuresTable([], peers), 'start to all Available')).toBe('  start to all Available');
  });

  it('counts requests of the other operator without watches, where they are known', () => {
    const table = figuresTable([], peers);
    expect(rowOf(table, 'requests, watches and lease apart')).toMatch(/ 4$/);
    expect(rowOf(table, 'watches')).toMatch(/ 5$/);
    expect(rowOf(table, 'RSS (peak)')).toMatch(/ 90 \(95\) +200 \(210\)$/);
  });
});
