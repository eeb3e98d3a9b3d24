import { describe, expect, it } from '@jest/globals';
import { LiveNodes } from '../../../../tools/observer/live-nodes.ts';
import { HistoryBuilder, type Thing } from '../../../support/histories.ts';

const node = (status: string): Thing => ({
  kind: 'Node',
  name: 'n',
  status: { conditions: [{ type: 'Ready', status }] },
});

/** Whether the node is live a second and ten seconds after all that has happened. */
function isLive({ history }: HistoryBuilder): boolean[] {
  const nodes = new LiveNodes(5_000);
  for (const happening of history.all) nodes.take(happening);
  const end = history.all.at(-1)?.at ?? 0;
  return [nodes.isLive('n', end + 1_000), nodes.isLive('n', end + 10_000)];
}

describe('LiveNodes', () => {
  it('count a node once it has been heard for a while', () => {
    expect(isLive(new HistoryBuilder().others(node('True')))).toEqual([false, true]);
    expect(isLive(new HistoryBuilder().others(node('True')).at(9_000).others(node('True')))).toEqual([true, true]);
  });

  it('count none that is not heard, or gone', () => {
    expect(isLive(new HistoryBuilder().others(node('True')).at(9_000).others(node('Unknown')))).toEqual([false, false]);
    expect(isLive(new HistoryBuilder().others(node('True')).at(9_000).othersDelete(node('True')))).toEqual([
      false,
      false,
    ]);
  });
});
