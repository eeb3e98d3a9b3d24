import { describe, expect, it } from '@jest/globals';
import { Timeline } from '../../../../tools/sim/certificates/timeline.ts';

describe('Timeline', () => {
  it('knows what was there at a moment, and everything since', () => {
    const timeline = new Timeline<string>();
    for (const [from, content] of [
      [10, 'a'],
      [20, 'b'],
      [30, 'c'],
    ] as const)
      timeline.add(from, content);
    expect(timeline.since(5)).toEqual(['a', 'b', 'c']);
    expect(timeline.since(20)).toEqual(['b', 'c']);
    expect(timeline.since(25)).toEqual(['b', 'c']);
    expect(timeline.since(99)).toEqual(['c']);
  });

  it('takes the same content for no news', () => {
    const timeline = new Timeline<string>();
    timeline.add(10, 'a');
    timeline.add(20, 'a');
    expect(timeline.since(0)).toEqual(['a']);
  });
});
