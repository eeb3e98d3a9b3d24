import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../src/k8s/clock.ts';
import { EventLoopShare } from '../../../src/k8s/event-loop.ts';

describe('EventLoopShare', () => {
  it('lets others run once its slice of five milliseconds is used up, and not before', async () => {
    let now = 0;
    const share = new EventLoopShare({ ...systemClock, monotonic: () => now });
    let othersRan = false;
    setImmediate(() => (othersRan = true));
    await share.pause();
    expect(othersRan).toBe(false);
    now = 5;
    await share.pause();
    expect(othersRan).toBe(true);
  });
});
