import type { History, LogLine } from '../history.ts';

const mostLines = 10;
/** Bursts are fine; what goes on is not. */
const overMs = 10_000;
const stackTrace = /\\n\s+at .+:\d+:\d+/;

/** O7: no stack traces, every line JSON, and at most ten lines a second over any ten seconds. Secrets are invariant I5. */
export function badLogs(history: History): string[] {
  const lines = history.all.filter((happening): happening is LogLine => happening.kind === 'log');
  return [
    ...lines.filter(({ line }) => stackTrace.test(line)).map(({ at }) => `a stack trace at ${at} ms`),
    ...lines.filter(({ line }) => !isJson(line)).map(({ at, line }) => `no JSON at ${at} ms: ${line.slice(0, 100)}`),
    ...[...Map.groupBy(lines, ({ process }) => process)].flatMap(([process, own]) => floods(process, own)),
  ];
}

function floods(process: string, lines: readonly LogLine[]): string[] {
  const most = (mostLines * overMs) / 1000;
  const first = lines.find((line, index) => {
    const later = lines[index + most];
    return later !== undefined && later.at - line.at < overMs;
  });
  return first === undefined ? [] : [`${process} logs more than ${mostLines} lines a second from ${first.at} ms on`];
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
