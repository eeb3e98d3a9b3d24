import { describe, expect, it } from '@jest/globals';
import { peerFiguresIn, readPeerFigures } from '../../../../tools/bench/peer-figures.ts';

const memory = { rssMiB: 200, peakRssMiB: 210 };
const run = {
  scenario: 'an empty spec, 1,000 nodes',
  ...memory,
  secondsToLastWrite: 12.5,
  requests: { get: 4, watch: 2 },
  results: { 200: 4, 404: 1, 503: 2 },
  nextMinute: { requests: 9, writes: 3, cpuSeconds: 0.5, rssKiB: 2048 },
};

describe('figures of another operator', () => {
  it('are read with the size of the cluster, what was refused, and the minute after', () => {
    const { firstRequestToLastWrite, nodes, refusals, rest } =
      peerFiguresIn(JSON.stringify({ runs: { a: run } }))[0] ?? {};
    expect({ firstRequestToLastWrite, nodes, refusals }).toEqual({
      firstRequestToLastWrite: 12.5,
      nodes: 1000,
      refusals: { 404: 1, 503: 2 },
    });
    expect(rest).toEqual({ seconds: 60, requests: 9, writes: 3, cpuSeconds: 0.5, rssMiB: 2 });
  });

  it('may say less', () => {
    const later = { scenario: 'later, 5,000 nodes', ...memory, nextMinute: null };
    const text = JSON.stringify({ runs: { later, unknown: { scenario: 'no size', ...memory } } });
    expect(peerFiguresIn(text)).toEqual([{ scenario: 'later, 5,000 nodes', nodes: 5000, ...memory }]);
  });

  it('are none where there is no file', () => {
    expect([readPeerFigures(''), readPeerFigures('no/such/file.json')]).toEqual([[], []]);
  });
});
