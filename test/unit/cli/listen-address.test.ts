import { describe, expect, it } from '@jest/globals';
import { parseListenAddress } from '../../../src/cli/listen-address.ts';

describe('parseListenAddress', () => {
  it.each([
    ['127.0.0.1:8081', { host: '127.0.0.1', port: 8081 }],
    [':8081', { host: '::', port: 8081 }],
    ['[::1]:8081', { host: '::1', port: 8081 }],
    ['localhost:1', { host: 'localhost', port: 1 }],
  ])('reads %s', (text, address) => {
    expect(parseListenAddress('probe', text)).toEqual(address);
  });

  it.each(['', '0'])('serves nothing for "%s"', (text) => {
    expect(parseListenAddress('probe', text)).toBeUndefined();
  });

  it.each(['8081', 'host', 'host:', 'host:0', 'host:70000', '::1:8081', '[host]:8081'])(
    'refuses %s by name',
    (text) => {
      expect(() => parseListenAddress('probe', text)).toThrow(`-probe: "${text}" is not HOST:PORT`);
    },
  );
});
