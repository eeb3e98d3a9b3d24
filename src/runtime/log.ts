import { pino } from 'pino';
import type { DestinationStream, Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** JSON lines for machines, or short lines for people. */
  readonly format: 'json' | 'console';
  /** How the time is written: seconds since 1970, or ISO 8601. */
  readonly time: 'epoch' | 'iso8601';
}

export const defaultLogOptions: LogOptions = { level: 'info', format: 'json', time: 'epoch' };

/** Fields that may hold key material are cut out, whoever logs them. */
const secretFields = ['*.data', '*.stringData', '*.keyPem', '*.token', 'data', 'stringData', 'keyPem', 'token'];

/** A logger that writes one line per entry to standard output, or to `destination`. */
export function createLogger(options: LogOptions = defaultLogOptions, destination?: DestinationStream): Logger {
  const target = destination ?? process.stdout;
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: options.time === 'iso8601' ? pino.stdTimeFunctions.isoTime : epochSeconds,
      formatters: { level: (label) => ({ level: label }) },
      messageKey: 'msg',
      errorKey: 'error',
      serializers: { error: describeError },
      redact: { paths: secretFields, censor: '<cut>' },
    },
    options.format === 'console' ? { write: (line: string) => void target.write(consoleLine(line)) } : target,
  );
}

/** Where in the code an error arose helps only where nobody foresaw it: errors with a class of their own are foreseen. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name: type, message, stack, cause } = error;
  const { code, reason } = error as { code?: unknown; reason?: unknown };
  return {
    type,
    message,
    ...(code !== undefined && { code }),
    ...(reason !== undefined && { reason }),
    ...(cause !== undefined && { cause: describeError(cause) }),
    ...(unforeseen.has(type) && { stack }),
  };
}

const unforeseen = new Set(['Error', 'TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'AggregateError']);

function epochSeconds(): string {
  return `,"ts":${Date.now() / 1000}`;
}

/** `12:00:01 INFO  message  {"field":…}`, from the JSON line. */
function consoleLine(line: string): string {
  const { level, msg, ts, time, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const at = typeof time === 'string' ? time.slice(11, 23) : new Date(Number(ts) * 1000).toISOString().slice(11, 23);
  const rest = Object.keys(fields).length === 0 ? '' : `  ${JSON.stringify(fields)}`;
  return `${at} ${String(level).toUpperCase().padEnd(5)} ${String(msg)}${rest}\n`;
}
