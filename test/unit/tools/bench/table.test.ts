import { describe, expect, it } from '@jest/globals';
import type { ClusterFigures } from '../../../../tools/bench/measure.ts';
import { goOperator } from '../../../../tools/bench/reference-figures.ts';
import { countRequests } from '../../../../tools/bench/request-figures.ts';
import { figuresTable } from '../../../../tools/bench/table.ts';

const phase = { requests: countRequests([]), usage: { rssMiB: 71.6, peakRssMiB: 80.2, cpuSeconds: 0.5 }, seconds: 60 };

const figures: ClusterFigures = {
  nodes: 1000,
  install: {
    ...phase,
    firstRequestToLastCreate: 1.234,
    firstRequestToLastWrite: 2,
    readyToAvailable: 0.01,
    startToAvailable: 3,
  },
  rest: phase,
  restart: { ...phase, startToSynced: 0.6 },
};

const rowOf = (table: readonly string[], label: string): string | undefined =>
  table.find((line) => line.trimStart().startsWith(label));

describe('the table of figures', () => {
  it('has a column for each cluster, ours first', () => {
    const [heads] = figuresTable([figures], goOperator);
    expect(heads?.trim()).toMatch(/^1,000 nodes +Go: 3 +Go: 250 +Go: 1,000$/);
  });

  it('shows seconds and MiB', () => {
    const table = figuresTable([figures], []);
    expect(rowOf(table, 'first request to last create')).toMatch(/ 1\.23 s$/);
    expect(rowOf(table, 'RSS (peak)')).toMatch(/ 72 \(80\)$/);
  });

  it('leaves a cell empty where nothing was measured', () => {
    expect(rowOf(figuresTable([], goOperator), 'start to all Available')).toBe('  start to all Available');
  });
});
