import { describe, expect, it } from '@jest/globals';
import { FlagError } from '../../../../src/cli/flags.ts';
import { readDemoOptions } from '../../../../tools/demo/options.ts';

describe('the options of the demo', () => {
  it('are 5 nodes, and to stay', () => {
    expect(readDemoOptions([])).toEqual({ nodes: 5, once: false });
  });

  it('are what is asked for', () => {
    expect(readDemoOptions(['-nodes', '5000', '--once'])).toEqual({ nodes: 5000, once: true });
  });

  it.each(['0', '5001', '-1', '1.5', 'many', '', 'NaN'])('are refused for %j nodes', (nodes) => {
    const refused = new FlagError(`-nodes: "${nodes}" is not a number from 1 to 5000`);
    expect(() => readDemoOptions([`-nodes=${nodes}`])).toThrow(refused);
  });

  it('are refused where one is unknown', () => {
    expect(() => readDemoOptions(['-node=3'])).toThrow(/did you mean -nodes\?/);
  });

  it('are told as help', () => {
    const help = readDemoOptions(['-help']);
    expect(help).toMatch(/^Shows the operator at work[^]*\n {2}-nodes string\n[^]*\(default 5\)\n {2}-once\n/);
  });
});
