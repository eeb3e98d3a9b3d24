import { describe, expect, it } from '@jest/globals';
import { badLogs } from '../../../../../tools/observer/oracles/o7-logs.ts';
import { HistoryBuilder } from '../../../../support/histories.ts';

function lines(count: number, everyMs: number): HistoryBuilder {
  const builder = new HistoryBuilder();
  for (let index = 0; index < count; index++) builder.at(index * everyMs).logs('{"msg":"fine"}');
  return builder;
}

describe('O7', () => {
  it('accepts quiet logs, and bursts', () => {
    expect(badLogs(lines(100, 1).history)).toEqual([]);
    expect(badLogs(lines(500, 100).history)).toEqual([]);
  });

  it('finds a flood', () => {
    expect(badLogs(lines(101, 90).history)).toEqual(['one logs more than 10 lines a second from 0 ms on']);
  });

  it('finds a stack trace', () => {
    const line = JSON.stringify({ error: 'Error: x\n    at run (file.ts:1:2)' });
    expect(badLogs(new HistoryBuilder().logs(line).history)).toEqual(['a stack trace at 0 ms']);
  });

  it('finds lines that are no JSON', () => {
    expect(badLogs(new HistoryBuilder().logs('oops').history)).toEqual(['no JSON at 0 ms: oops']);
  });
});
