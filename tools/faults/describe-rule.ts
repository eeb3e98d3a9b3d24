import { isWatchAction, type Action, type ActionKind, type ActionOf } from './actions.ts';
import { valuesOf, type Match, type Rule } from './rules.ts';

/** A rule as one sentence, such as `the 2nd create of daemonsets.apps: reset after the commit`. */
export function describeRule({ match, action }: Rule): string {
  const noun = isWatchAction(action) ? 'watch' : 'request';
  return `${describeMatch(match, noun)}: ${describeAction(action)}`;
}

/** What an action does, in a few words. */
export function describeAction(action: Action): string {
  const words: { readonly [Kind in ActionKind]: (action: ActionOf<Kind>) => string } = sentences;
  return (words[action.kind] as (action: Action) => string)(action);
}

const sentences: { readonly [Kind in ActionKind]: (action: ActionOf<Kind>) => string } = {
  answer: ({ status, reason, retryAfterSeconds, bodyForm, phase }) =>
    words(
      `answer ${status}`,
      reason,
      bodyForm === 'status' ? '' : bodyForm === 'html' ? 'with a page' : 'without a body',
      retryAfterSeconds === undefined ? '' : `and Retry-After ${retryAfterSeconds} s`,
      after(phase),
    ),
  reset: ({ phase }) => words('reset', after(phase)),
  cutBody: ({ afterBytes }) => `cut the answer after ${afterBytes} bytes`,
  hang: ({ phase }) => words('never answer', after(phase)),
  slow: ({ bytesPerSecond, delayMs }) =>
    delayMs === undefined ? `answer at ${bytesPerSecond} bytes/s` : `answer ${delayMs} ms late`,
  tlsStall: () => 'stall the TLS handshake',
  wrongCertificate: () => 'show a certificate of an unknown authority',
  connectionClose: () => 'close the connection after the answer',
  redirect: ({ to }) => `redirect to ${to}`,
  kill: ({ phase }) => words('kill the operator', after(phase)),
  cutAfterEvents: ({ k }) => `cut the watch after ${k} lines`,
  cutMidLine: ({ k }) => `cut the watch inside the line after ${k} lines`,
  halfOpen: ({ afterEvents }) => `fall silent after ${afterEvents} lines`,
  hold: ({ fromMs, untilMs, forMs }) =>
    words(
      'hold the events',
      fromMs === undefined ? '' : `from ${fromMs} ms`,
      untilMs === undefined ? `for ${forMs} ms` : `until ${untilMs} ms`,
    ),
  errorEvent: ({ code, afterEvents }) => `send an ERROR event ${code} after ${afterEvents} lines`,
  noBookmarks: () => 'leave out bookmarks',
  bookmarkAhead: ({ by }) => `put bookmarks ${by} versions ahead`,
  refuseWatchList: () => 'refuse initial events',
  oneBytePerSecond: () => 'send one byte a second',
  unobserve: ({ from, to }) => `hide changes ${from} to ${to - 1}`,
};

function describeMatch(match: Match, noun: string): string {
  const { probability, from, until } = match;
  return words(
    match.nth === undefined ? 'every' : `the ${list(match.nth, ordinal)}`,
    list(match.verb) || noun,
    match.resource === undefined ? '' : `of ${list(match.resource)}${match.subresource ? `/${match.subresource}` : ''}`,
    describeObject(match),
    match.controller === undefined ? '' : `by ${list(match.controller)}`,
    match.process === undefined ? '' : `in process ${list(match.process)}`,
    from === undefined ? '' : `from ${from} ms`,
    until === undefined ? '' : `until ${until} ms`,
    probability === undefined ? '' : `with probability ${probability}`,
  );
}

function describeObject({ namespace, name }: Match): string {
  if (namespace === undefined) return list(name);
  return `${list(namespace)}/${list(name) || '*'}`;
}

function list<T>(field: T | readonly T[] | undefined, show: (value: T) => string = String): string {
  return field === undefined ? '' : valuesOf<T>(field).map(show).join(' or ');
}

function after(phase: 'before' | 'after'): string {
  return phase === 'after' ? 'after the commit' : '';
}

function words(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

/** 1st, 2nd, 3rd, 4th, 11th, 21st. */
function ordinal(value: number): string {
  const last = value % 100 > 10 && value % 100 < 14 ? 0 : value % 10;
  return `${value}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`;
}
