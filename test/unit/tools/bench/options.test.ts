import { describe, expect, it } from '@jest/globals';
import { readBenchOptions } from '../../../../tools/bench/options.ts';
import { usualPeerFile } from '../../../../tools/bench/peer-figures.ts';

describe('options of the bench', () => {
  it('are three sizes, a minute of rest, no file of our figures and the usual one of others', () => {
    const expected = { nodes: [5, 250, 1000], restSeconds: 60, inPod: false, json: '', peer: usualPeerFile };
    expect(readBenchOptions([], false)).toEqual(expected);
  });

  it('run the operator as in a pod where the machine can, unless told not to', () => {
    expect(readBenchOptions([], true)).toMatchObject({ inPod: true });
    expect(readBenchOptions(['--in-pod=false'], true)).toMatchObject({ inPod: false });
  });

  it('read a list of sizes', () => {
    expect(readBenchOptions(['--nodes', '5,250'], true)).toMatchObject({ nodes: [5, 250] });
  });

  it.each(['0', '5,', 'many', '5001', '1.5'])('refuse %j nodes, naming the flag', (nodes) => {
    expect(() => readBenchOptions(['--nodes', nodes], true)).toThrow(/^-nodes: ".*" is not a number from 1 to 5000/);
  });

  it('explain themselves', () => {
    expect(readBenchOptions(['--help'], true)).toMatch(/Usage: npm run bench/);
  });
});
