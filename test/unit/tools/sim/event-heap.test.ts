import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { EventHeap } from '../../../../tools/sim/event-heap.ts';

/** Times of all events due by `end`, in the order in which they come out. */
function drained(heap: EventHeap, end = Infinity): number[] {
  const times: number[] = [];
  for (let event = heap.popBefore(end); event !== undefined; event = heap.popBefore(end)) times.push(event.at);
  return times;
}

describe('EventHeap', () => {
  it('hands out events by time', () => {
    const anyTimes = fc.array(fc.integer({ min: 0, max: 50 }));
    fc.assert(
      fc.property(anyTimes, (times) => {
        const heap = new EventHeap();
        for (const at of times) heap.push(at, () => undefined);
        expect(drained(heap)).toEqual(times.toSorted((a, b) => a - b));
      }),
    );
  });

  it('hands out events of the same time in the order in which they were pushed', () => {
    const heap = new EventHeap();
    const told: string[] = [];
    for (const name of ['a', 'b', 'c', 'd']) heap.push(5, () => void told.push(name));
    for (let event = heap.popBefore(5); event !== undefined; event = heap.popBefore(5)) event.action();
    expect(told).toEqual(['a', 'b', 'c', 'd']);
  });

  it('keeps what is due later', () => {
    const heap = new EventHeap();
    heap.push(10, () => undefined);
    heap.push(20, () => undefined);
    expect(drained(heap, 10)).toEqual([10]);
    expect(drained(heap, 20)).toEqual([20]);
  });

  it('forgets what was cancelled', () => {
    const heap = new EventHeap();
    heap.push(1, () => undefined).cancel();
    heap.push(2, () => undefined);
    expect(drained(heap)).toEqual([2]);
  });
});
