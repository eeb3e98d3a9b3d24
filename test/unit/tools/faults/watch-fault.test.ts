import { describe, expect, it } from '@jest/globals';
import type { Action } from '../../../../tools/faults/actions.ts';
import { watchFault, type Delivery } from '../../../../tools/faults/watch-fault.ts';

const event = (name: string, type = 'ADDED'): string =>
  JSON.stringify({ type, object: { metadata: { name, resourceVersion: '7' } } });
const bookmark = event('', 'BOOKMARK');
const listed = bookmark.replace('"metadata":{', '"metadata":{"annotations":{"k8s.io/initial-events-end":"true"},');

/** What becomes of the opening and of lines that come 100 ms apart, the first at 100 ms. */
function deliveries(action: Action | undefined, lines: readonly string[], initialEvents = false): Delivery[] {
  const fault = watchFault(action, { at: 0, initialEvents });
  return [fault.opened(), ...lines.map((line, index) => fault.line(line, (index + 1) * 100))];
}

const pass = (line: string): Delivery => ({ text: `${line}\n` });

describe('watchFault', () => {
  it('lets all pass where there is no fault', () => {
    expect(deliveries(undefined, ['a', 'b'])).toEqual([{ text: '' }, pass('a'), pass('b')]);
  });

  it('lets all pass where the fault is not one of lines', () => {
    expect(deliveries({ kind: 'connectionClose' }, ['a'])).toEqual([{ text: '' }, pass('a')]);
  });

  it('cuts after the k-th line', () => {
    expect(deliveries({ kind: 'cutAfterEvents', k: 2 }, ['a', 'b'])[2]).toEqual({ text: 'b\n', ends: 'reset' });
  });

  it('cuts before any line', () => {
    expect(deliveries({ kind: 'cutAfterEvents', k: 0 }, [])).toEqual([{ text: '', ends: 'reset' }]);
  });

  it('cuts inside the line after k others', () => {
    const [, first, second] = deliveries({ kind: 'cutMidLine', k: 1 }, ['a', 'abcd']);
    expect([first, second]).toEqual([pass('a'), { text: 'ab', ends: 'reset' }]);
  });

  it('falls silent', () => {
    expect(deliveries({ kind: 'halfOpen', afterEvents: 1 }, ['a'])[1]).toEqual({ text: 'a\n', ends: 'silence' });
  });

  it('ends with an ERROR event', () => {
    const [opened] = deliveries({ kind: 'errorEvent', code: 410, afterEvents: 0 }, []);
    expect([JSON.parse(opened?.text ?? ''), opened?.ends]).toMatchObject([
      { type: 'ERROR', object: { code: 410 } },
      'end',
    ]);
  });

  it('holds what comes in a span of the run', () => {
    const [, ...held] = deliveries({ kind: 'hold', fromMs: 200, untilMs: 350 }, ['a', 'b', 'c', 'd']);
    expect(held.map(({ notBefore }) => notBefore)).toEqual([undefined, 350, 350, undefined]);
  });

  it('holds for a time from the opening', () => {
    const [, ...held] = deliveries({ kind: 'hold', forMs: 150 }, ['a', 'b']);
    expect(held.map(({ notBefore }) => notBefore)).toEqual([150, undefined]);
  });

  it('leaves out bookmarks but the one that ends the list', () => {
    const [, ...lines] = deliveries({ kind: 'noBookmarks' }, [event('a'), listed, bookmark]);
    expect(lines).toEqual([pass(event('a')), pass(listed), { text: '' }]);
  });

  it('puts bookmarks ahead, and leaves objects as they are', () => {
    const [, first, second] = deliveries({ kind: 'bookmarkAhead', by: 10 }, [event('a'), bookmark]);
    expect([first, second]).toEqual([pass(event('a')), pass(bookmark.replace('"7"', '"17"'))]);
  });

  it.each([
    [{ kind: 'oneBytePerSecond' } as const, { bytesPerSecond: 1 }],
    [{ kind: 'slow', bytesPerSecond: 5 } as const, { bytesPerSecond: 5 }],
    [{ kind: 'slow', delayMs: 30 } as const, { notBefore: 130 }],
  ])('slows lines down: %j', (action, slowness) => {
    expect(deliveries(action, ['a'])[1]).toEqual({ text: 'a\n', ...slowness });
  });

  it('cuts after so many bytes', () => {
    const [, ...lines] = deliveries({ kind: 'cutBody', afterBytes: 4 }, ['a', 'bcd']);
    expect(lines).toEqual([pass('a'), { text: 'bc', ends: 'reset' }]);
  });

  it('hides changes, and tells when the path is hidden and when it is not any more', () => {
    const [, ...lines] = deliveries({ kind: 'unobserve', from: 2, to: 4 }, ['1', bookmark, '2', '3', '4', '5']);
    expect(lines).toEqual([
      pass('1'),
      pass(bookmark),
      { text: '', ends: 'reset', path: 'hidden' },
      { text: '' },
      { text: '', path: 'shown' },
      { text: '' },
    ]);
  });

  it('does not count initial events as changes', () => {
    const [, ...lines] = deliveries({ kind: 'unobserve', from: 1, to: 2 }, ['a', listed, '1'], true);
    expect(lines.map(({ path }) => path)).toEqual([undefined, undefined, 'hidden']);
  });
});
