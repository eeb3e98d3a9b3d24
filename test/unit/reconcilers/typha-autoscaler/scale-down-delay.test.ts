import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ScaleDownDelay, type SettledScale } from '../../../../src/reconcilers/typha-autoscaler/scale-down-delay.ts';

const minutes = 60_000;

function wish(delay: ScaleDownDelay, minute: number, replicas: number, running?: number): SettledScale {
  return delay.settle({ replicas, rule: 'same', running, now: minute * minutes });
}

/** The replicas after each wish, told with its minute. */
function course(wishes: readonly (readonly [minute: number, replicas: number])[], running?: number): number[] {
  const delay = new ScaleDownDelay();
  return wishes.map(([minute, replicas]) => wish(delay, minute, replicas, running).replicas);
}

describe('a number of Typhas', () => {
  it.each<[string, [number, number][], number[]]>([
    ['is what is wanted first', [[0, 3]], [3]],
    [
      'grows at once',
      [
        [0, 3],
        [1, 5],
      ],
      [3, 5],
    ],
    [
      'falls when fewer were enough for ten minutes',
      [
        [0, 5],
        [1, 3],
        [10.9, 3],
        [11, 3],
      ],
      [5, 5, 5, 3],
    ],
    [
      'counts from the end of a wish, however long it was the last one',
      [
        [0, 5],
        [60, 3],
        [70, 3],
      ],
      [5, 5, 3],
    ],
    [
      'begins anew when more are wanted in between',
      [
        [0, 5],
        [1, 3],
        [9, 5],
        [10, 3],
        [19, 3],
      ],
      [5, 5, 5, 5, 5],
    ],
    [
      'falls to the most that was wanted meanwhile',
      [
        [0, 5],
        [1, 2],
        [6, 4],
        [7, 2],
        [11, 2],
        [17, 2],
      ],
      [5, 5, 5, 5, 4, 2],
    ],
  ])('%s', (_what, wishes, replicas) => {
    expect(course(wishes)).toEqual(replicas);
  });

  it('is what runs for ten minutes after a restart', () => {
    expect(course([[0, 3], [9, 3], [10, 3]], 5)).toEqual([5, 5, 3]); // prettier-ignore
  });

  it('goes back at once where somebody else has changed it', () => {
    expect(course([[0, 3], [1, 3]], 3)).toEqual([3, 3]); // prettier-ignore
    const delay = new ScaleDownDelay();
    wish(delay, 0, 3, 3);
    expect(wish(delay, 1, 3, 50)).toEqual({ replicas: 3 });
  });

  it('follows an edit of what it is counted by at once', () => {
    const delay = new ScaleDownDelay();
    wish(delay, 0, 5);
    expect(wish(delay, 1, 3, 5)).toMatchObject({ replicas: 5 });
    expect(delay.settle({ replicas: 2, rule: 'edited', running: 5, now: 2 * minutes })).toEqual({ replicas: 2 });
  });

  it('says when fewer may be enough', () => {
    const delay = new ScaleDownDelay();
    wish(delay, 0, 5);
    expect(wish(delay, 4, 3, 5)).toEqual({ replicas: 5, againAfterMs: 10 * minutes });
    expect(wish(delay, 6, 3, 5)).toEqual({ replicas: 5, againAfterMs: 8 * minutes });
  });

  it('changes once while nodes hover around a step twenty times in ten minutes', () => {
    const hovering = Array.from({ length: 40 }, (_, index): [number, number] => [index / 4, index % 2 === 0 ? 3 : 4]);
    const found = course(hovering);
    expect(found.filter((replicas, index) => index > 0 && replicas !== found[index - 1])).toEqual([4]);
  });

  it('is never less than what is wanted, nor more than was wanted before', () => {
    const step = fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        let minute = 0;
        const wishes = steps.map(([pause, replicas]): [number, number] => [(minute += pause), replicas]);
        return course(wishes).every((replicas, index) => {
          const wanted = wishes.slice(0, index + 1).map(([, each]) => each);
          return replicas >= (wanted.at(-1) ?? 0) && replicas <= Math.max(...wanted);
        });
      }),
    );
  });
});
