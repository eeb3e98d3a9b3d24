import { isIPv6 } from 'node:net';
import { FlagError } from './flags.ts';

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Reads `HOST:PORT`, `:PORT` (all interfaces) or `[IPV6]:PORT`; undefined for an empty text or `0`, which mean that nothing
 * is served. Throws FlagError, naming the flag.
 */
export function parseListenAddress(flag: string, text: string): ListenAddress | undefined {
  if (text === '' || text === '0') return undefined;
  const address = addressOf(text);
  if (address !== undefined) return address;
  throw new FlagError(`-${flag}: "${text}" is not HOST:PORT, for example 127.0.0.1:8081 or [::1]:8081`);
}

function addressOf(text: string): ListenAddress | undefined {
  const found = /^(\[.*\]|[^:]*):(\d+)$/.exec(text);
  const [, host = '', digits] = found ?? [];
  const port = Number(digits);
  if (found === null || port < 1 || port > 65_535) return undefined;
  if (!host.startsWith('[')) return { host: host === '' ? '::' : host, port };
  const address = host.slice(1, -1);
  return isIPv6(address) ? { host: address, port } : undefined;
}
