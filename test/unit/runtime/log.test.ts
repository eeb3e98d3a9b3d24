import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../../src/k8s/errors.ts';
import { createLogger, defaultLogOptions, type Logger, type LogOptions } from '../../../src/runtime/log.ts';

/** The lines that are logged. */
function lines(options: Partial<LogOptions>, log: (logger: Logger) => void): string[] {
  const written: string[] = [];
  const write = (line: string): void => void written.push(line);
  log(createLogger({ ...defaultLogOptions, ...options }, { write }));
  return written;
}

/** The one line that is logged, parsed. */
function entry(options: Partial<LogOptions>, log: (logger: Logger) => void): unknown {
  return JSON.parse(lines(options, log).join(''));
}

describe('the log', () => {
  it('has one line of JSON for each entry: level, message, time and fields', () => {
    const logged = entry({}, (log) => log.info({ controller: 'test' }, 'Started'));
    expect(logged).toEqual({ level: 'info', msg: 'Started', ts: expect.any(Number), controller: 'test' });
  });

  it('writes the time as ISO 8601 where that is asked for', () => {
    const logged = entry({ time: 'iso8601' }, (log) => log.info('Started'));
    expect(logged).toMatchObject({ time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) });
  });

  it('has errors that were foreseen in a few words', () => {
    const status = { reason: 'Conflict', message: 'somebody was faster' };
    const error = new ApiError({ verb: 'update', path: '/api/v1/nodes/a', code: 409, status });
    const logged = entry({}, (log) => log.warn({ error }, 'Failed'));
    expect(logged).toMatchObject({ msg: 'Failed' });
    expect((logged as { error: unknown }).error).toEqual({
      type: 'ApiError',
      message: 'somebody was faster',
      code: 409,
      reason: 'Conflict',
    });
  });

  it('has errors that nobody foresaw with their stack, and with their cause', () => {
    const error = new Error('outer', { cause: new RangeError('inner') });
    const logged = entry({}, (log) => log.error({ error }, 'Failed'));
    expect(logged).toMatchObject({ error: { message: 'outer', cause: { type: 'RangeError', message: 'inner' } } });
  });

  it('has errors with their stack', () => {
    const logged = entry({}, (log) => log.error({ error: new TypeError('undefined is no object') }, 'Failed'));
    const stack: unknown = expect.stringContaining('log.test.ts');
    expect(logged).toMatchObject({ error: { type: 'TypeError', message: 'undefined is no object', stack } });
  });

  it.each<[LogOptions['level'], number]>([
    ['debug', 4],
    ['info', 3],
    ['warn', 2],
    ['error', 1],
    ['silent', 0],
  ])('of level %s leaves out what is less severe', (level, count) => {
    const written = lines({ level }, (log) => {
      for (const each of ['debug', 'info', 'warn', 'error'] as const) log[each]('Something');
    });
    expect(written).toHaveLength(count);
  });

  it.each(['data', 'stringData', 'keyPem', 'token'])('cuts out %s, alone and in an object', (field) => {
    const written = lines({}, (log) => {
      log.info({ [field]: 'hush' }, 'Alone');
      log.info({ secret: { [field]: { key: 'hush' }, name: 'certs' } }, 'In an object');
      log.child({ [field]: 'hush' }).info('In a child');
    });
    expect(written).toHaveLength(3);
    expect(written.join('')).not.toContain('hush');
    expect(written.join('')).toContain('certs');
  });
});

describe('the log for people', () => {
  it.each(['epoch', 'iso8601'] as const)('has time, level, message and fields: %s', (time) => {
    const [line] = lines({ format: 'console', time }, (log) => log.warn({ key: 'default' }, 'Not yet'));
    expect(line).toMatch(/^\d\d:\d\d:\d\d\.\d{3} WARN {2}Not yet {2}\{"key":"default"\}\n$/);
  });

  it('ends after the message where there are no fields', () => {
    const [line] = lines({ format: 'console' }, (log) => log.error('Over'));
    expect(line).toMatch(/ERROR Over\n$/);
  });

  it('cuts secrets out as well', () => {
    const [line] = lines({ format: 'console' }, (log) => log.info({ token: 'hush' }, 'Read'));
    expect(line).toContain('{"token":"<cut>"}');
  });
});
