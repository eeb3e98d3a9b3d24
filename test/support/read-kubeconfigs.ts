/**
 * Loads each kubeconfig named in the arguments as the product does and prints what it makes of them as JSON. It runs as
 * a process of its own, because the library behind it is an ES module, which the test runner cannot load.
 */
import { loadClusterConfig } from '../../src/k8s/config.ts';
import { messageOf } from '../../src/k8s/errors.ts';
import { FakeClock } from './fake-clock.ts';

async function read(kubeconfig: string): Promise<unknown> {
  const clock = new FakeClock();
  try {
    const config = await loadClusterConfig({ kubeconfig, env: {}, clock });
    const first = await config.credentials();
    await clock.advance(2_000);
    const cached = await config.credentials();
    const { proxyAgent, ...refreshed } = await config.credentials('now');
    const proxied = proxyAgent !== undefined;
    return {
      server: config.server,
      namespace: config.namespace,
      first: first.headers,
      cached: cached === first,
      refreshed,
      proxied,
    };
  } catch (error) {
    return { error: messageOf(error) };
  }
}

/** Certificates are bytes; as text they can be compared. */
function bytesAsText(_key: string, value: unknown): unknown {
  const isBuffer = typeof value === 'object' && value !== null && 'data' in value && Array.isArray(value.data);
  return isBuffer ? Buffer.from(value.data as number[]).toString() : value;
}

async function main(files: readonly string[]): Promise<void> {
  const results = await Promise.all(files.map(async (file) => [file, await read(file)] as const));
  process.stdout.write(JSON.stringify(Object.fromEntries(results), bytesAsText));
}

void main(process.argv.slice(2));
