import { beforeEach, describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import { Disputes } from '../../../../src/reconcilers/apply/disputes.ts';
import { desiredDaemonSet, liveDaemonSet } from '../../../support/cluster-objects.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const desired = desiredDaemonSet();
const asSent = liveDaemonSet();

/** The DaemonSet with its image from elsewhere. */
function from(registry: string): KubeObject {
  return JSON.parse(JSON.stringify(asSent).replace('quay.io/calico', registry)) as KubeObject;
}

const altered = from('mirror.example.org');

describe('Disputes', () => {
  let clock: FakeClock;
  let disputes: Disputes;

  beforeEach(() => {
    clock = new FakeClock();
    disputes = new Disputes(clock);
  });

  async function loses(times: number, live: KubeObject): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      await clock.advance(1_000);
      disputes.lost(desired, live);
    }
  }

  it('says nothing of what is stored as it was sent', () => {
    disputes.stored(desired, asSent);
    expect(disputes.tell(desired)).toBeUndefined();
  });

  it('knows the state in which the API server stored a wish, and no other', () => {
    disputes.stored(desired, altered);
    expect(disputes.isSettled(desired, altered)).toBe(true);
    expect(disputes.isSettled(desired, from('other.example.org'))).toBe(false);
    expect(disputes.isSettled(asSent, altered)).toBe(false);
  });

  it('names the fields that a webhook has altered', () => {
    disputes.stored(desired, altered);
    expect(disputes.tell(desired)?.warning).toMatch(
      /^CAL-902 .*DaemonSet .*: spec\.template\.spec\.containers\[calico-node\]\.image;/,
    );
  });

  it('tries again after five minutes, in case the webhook is gone', async () => {
    disputes.stored(desired, altered);
    await clock.advance(5 * 60_000);
    expect(disputes.isSettled(desired, altered)).toBe(false);
    disputes.stored(desired, asSent);
    expect(disputes.tell(desired)).toBeUndefined();
  });

  it('is quick to repair at first, and slow where somebody does not stop', async () => {
    await loses(4, altered);
    expect([disputes.restMs(desired), disputes.tell(desired)]).toEqual([1_000, undefined]);
    await loses(1, altered);
    expect(disputes.restMs(desired)).toBe(10_000);
    expect(disputes.tell(desired)?.warning).toMatch(
      /^CAL-901 .* keeps changing DaemonSet .*: spec\.template\.spec\.containers\[calico-node\]\.image/,
    );
  });

  it('forgets a dispute after a calm minute', async () => {
    await loses(9, altered);
    expect(disputes.tell(desired)?.againAfterMs).toBe(60_000);
    await clock.advance(60_000);
    expect([disputes.restMs(desired), disputes.tell(desired)]).toEqual([1_000, undefined]);
  });
});
