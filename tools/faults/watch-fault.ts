import type { Action, ActionKind, ActionOf } from './actions.ts';
import { errorLine } from './fault-answer.ts';

/** What becomes of a line that the server sends. */
export interface Delivery {
  /** For the client, line ends included; empty for nothing. */
  readonly text: string;
  /** Not before this moment, in milliseconds of the run. */
  readonly notBefore?: number;
  readonly bytesPerSecond?: number;
  /** After the text: the connection is reset, the answer ends, or nothing comes any more. */
  readonly ends?: 'reset' | 'end' | 'silence';
  /** From now on the path is hidden (`HiddenPaths`), or not any more. */
  readonly path?: 'hidden' | 'shown';
}

/** What stands between the server and the client of one watch. */
export interface WatchFault {
  /** To be called once, before any line. */
  opened(): Delivery;
  /** A line without its end, and when the server sent it. Also to be called for lines that no client gets any more. */
  line(line: string, at: number): Delivery;
}

export interface WatchOpening {
  readonly at: number;
  /** Whether the watch asked for initial events. */
  readonly initialEvents: boolean;
}

/** An action as it befalls a watch. Actions that end before there are any lines let all lines pass. */
export function watchFault(action: Action | undefined, opening: WatchOpening): WatchFault {
  const befall = action === undefined ? undefined : (faults[action.kind] as FaultOf | undefined);
  const fault = action === undefined ? undefined : befall?.(action, opening);
  let lines = 0;
  return {
    opened: () => fault?.(undefined, opening.at, 0) ?? { text: '' },
    line: (line, at) => fault?.(line, at, ++lines) ?? { text: whole(line) },
  };
}

type FaultOf = (action: Action, opening: WatchOpening) => LineFault;

/** Called without a line at the opening; `index` counts lines from 1. */
type LineFault = (line: string | undefined, at: number, index: number) => Delivery;

const faults: { readonly [Kind in ActionKind]?: (action: ActionOf<Kind>, opening: WatchOpening) => LineFault } = {
  cutAfterEvents: ({ k }) => endAfter(k, 'reset'),
  cutMidLine:
    ({ k }) =>
    (line, _at, index) =>
      index <= k ? { text: whole(line) } : { text: (line ?? '').slice(0, (line ?? '').length / 2), ends: 'reset' },
  halfOpen: ({ afterEvents }) => endAfter(afterEvents, 'silence'),
  errorEvent: ({ code, afterEvents }) => endAfter(afterEvents, 'end', whole(errorLine(code))),
  hold,
  noBookmarks: () => (line) => ({ text: isBookmark(line) && !endsInitialEvents(line) ? '' : whole(line) }),
  bookmarkAhead:
    ({ by }) =>
    (line) => ({ text: whole(isBookmark(line) ? ahead(line ?? '', by) : line) }),
  oneBytePerSecond: () => (line) => ({ text: whole(line), bytesPerSecond: 1 }),
  unobserve,
  slow:
    ({ delayMs, bytesPerSecond }) =>
    (line, at) => ({
      text: whole(line),
      ...(delayMs !== undefined && { notBefore: at + delayMs }),
      ...(bytesPerSecond !== undefined && { bytesPerSecond }),
    }),
  cutBody,
};

function endAfter(lines: number, ends: NonNullable<Delivery['ends']>, last = ''): LineFault {
  return (line, _at, index) => (index === lines ? { text: whole(line) + last, ends } : { text: whole(line) });
}

function hold({ fromMs, untilMs, forMs = 0 }: ActionOf<'hold'>, opening: WatchOpening): LineFault {
  const from = fromMs ?? opening.at;
  const until = untilMs ?? from + forMs;
  return (line, at) => (from <= at && at < until ? { text: whole(line), notBefore: until } : { text: whole(line) });
}

function unobserve({ from, to }: ActionOf<'unobserve'>, { initialEvents }: WatchOpening): LineFault {
  let listed = !initialEvents;
  let changes = 0;
  return (line) => {
    if (!listed || line === undefined || isBookmark(line)) {
      listed ||= endsInitialEvents(line);
      return { text: whole(line) };
    }
    changes++;
    if (changes === from) return { text: '', ends: 'reset', path: 'hidden' };
    if (changes === to) return { text: '', path: 'shown' };
    return { text: changes < from ? whole(line) : '' };
  };
}

function cutBody({ afterBytes }: ActionOf<'cutBody'>): LineFault {
  let left = afterBytes;
  return (line) => {
    const text = whole(line).slice(0, left);
    left -= text.length;
    return left === 0 ? { text, ends: 'reset' } : { text };
  };
}

function whole(line: string | undefined): string {
  return line === undefined ? '' : `${line}\n`;
}

/** The API server writes the type first. */
function isBookmark(line: string | undefined): boolean {
  return line?.startsWith('{"type":"BOOKMARK"') === true;
}

function endsInitialEvents(line: string | undefined): boolean {
  return isBookmark(line) && line?.includes('k8s.io/initial-events-end') === true;
}

function ahead(line: string, by: number): string {
  return line.replace(
    /"resourceVersion":"(\d+)"/,
    (_all, version: string) => `"resourceVersion":"${Number(version) + by}"`,
  );
}
