import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import { ApplyMemory } from '../../../../src/reconcilers/apply/apply-memory.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { desiredConfigMap } from '../../../support/reconcile-context.ts';

const desired = desiredConfigMap('settings');
const changed = desiredConfigMap('settings', { key: 'other' });

function stored(resourceVersion: string, uid = 'uid-1'): KubeObject {
  return { ...desired, metadata: { ...desired.metadata, uid, resourceVersion } };
}

/** A memory in which `desired` was answered as version 5. */
function afterAWrite(): { memory: ApplyMemory; clock: FakeClock } {
  const clock = new FakeClock();
  const memory = new ApplyMemory(clock);
  memory.remember(desired, stored('5'));
  return { memory, clock };
}

describe('ApplyMemory', () => {
  it.each<[string, KubeObject, KubeObject, boolean]>([
    ['the answer itself', desired, stored('5'), true],
    ['a later state', desired, stored('6'), false],
    ['another incarnation', desired, stored('5', 'uid-2'), false],
    ['the answer to another wish', changed, stored('5'), false],
    ['an object that was never sent', desiredConfigMap('other'), stored('5'), false],
  ])('knows %s', (_, wish, live, expected) => {
    expect(afterAWrite().memory.isAnswer(wish, live)).toBe(expected);
  });

  it('rests for a second before an equal write', async () => {
    const { memory, clock } = afterAWrite();
    await clock.advance(400);
    expect(memory.restOf(desired)).toBe(600);
    await clock.advance(700);
    expect(memory.restOf(desired)).toBe(0);
  });

  it.each([changed, desiredConfigMap('other')])('lets a new wish go at once', (wish) => {
    expect(afterAWrite().memory.restOf(wish)).toBe(0);
  });

  it('rests before new words for a status, each by its name', async () => {
    const { memory, clock } = afterAWrite();
    memory.statusWritten('calico');
    await clock.advance(1000);
    expect(memory.statusRestOf('calico', 3000)).toBe(2000);
    expect(memory.statusRestOf('ippools', 3000)).toBe(0);
  });
});
