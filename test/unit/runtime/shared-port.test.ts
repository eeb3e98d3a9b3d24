import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const replicas: ChildProcess[] = [];

afterEach(() => {
  for (const replica of replicas.splice(0)) replica.kill('SIGKILL');
});

/** How a program of another process names a module of ours. */
function module(file: string): string {
  return pathToFileURL(path.resolve('src', 'runtime', file)).href;
}

/** A process that serves on a port; resolves when it does. */
async function starts(server: string, port: number): Promise<ChildProcess> {
  const program = `
    import { serveHealth } from '${module('health.ts')}';
    import { serveMetrics } from '${module('metrics-server.ts')}';
    import { Metrics } from '${module('metrics.ts')}';
    const where = { host: '127.0.0.1', port: ${port} };
    await ${server};
    console.log('serving');`;
  const replica = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  replicas.push(replica);
  await Promise.race([
    once(replica.stdout, 'data'),
    once(replica, 'exit').then(() => Promise.reject(new Error('it ended'))),
  ]);
  return replica;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('two replicas on one host network', () => {
  it.each([
    ['health', 'serveHealth({ ...where, checks: () => [] })', '/healthz'],
    ['metrics', 'serveMetrics({ ...where, metrics: new Metrics() })', '/metrics'],
  ])('share the port of %s, and the one that stays answers alone', async (_name, server, target) => {
    const port = await freePort();
    const first = await starts(server, port);
    await starts(server, port);
    first.kill('SIGKILL');
    await once(first, 'exit');
    const answers = await Promise.all([1, 2, 3, 4].map(() => fetch(`http://127.0.0.1:${port}${target}`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });
});
