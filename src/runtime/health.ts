import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Metrics } from './metrics.ts';

/** One named condition of readiness; the reason says what is missing. */
export interface HealthCheck {
  readonly name: string;
  /** Undefined when all is well, otherwise what is missing. */
  readonly check: () => string | undefined;
}

export interface HealthServerOptions {
  readonly host: string;
  readonly port: number;
  readonly checks: () => readonly HealthCheck[];
  readonly metrics?: Metrics;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/**
 * Serves `/healthz` (the process answers), `/readyz` (informers are synced; `?verbose` lists each check) and, where
 * metrics are given, `/metrics`. Resolves once it listens; rejects where the port is taken. Processes of one user share a
 * port of a host: two replicas on one host network, or the old and the new pod of an upgrade, of which any answers.
 */
export function serveHealth(options: HealthServerOptions): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request.url ?? '/', options).then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port, host: options.host, reusePort: true }, () => resolve(server));
  });
}

async function answer(target: string, options: HealthServerOptions): Promise<Answer> {
  const url = URL.parse(target, 'http://localhost');
  if (url === null) return text(400, 'not a path');
  if (url.pathname === '/healthz') return text(200, 'ok');
  if (url.pathname === '/readyz') return readiness(options.checks(), url.searchParams.has('verbose'));
  if (url.pathname === '/metrics' && options.metrics !== undefined) {
    return { status: 200, type: options.metrics.registry.contentType, body: await options.metrics.render() };
  }
  return text(404, 'not found');
}

function readiness(checks: readonly HealthCheck[], verbose: boolean): Answer {
  const results = checks.map(({ name, check }) => ({ name, missing: check() }));
  const failed = results.filter(({ missing }) => missing !== undefined);
  const lines = results.map(({ name, missing }) => (missing === undefined ? `[+]${name} ok` : `[-]${name} ${missing}`));
  const status = failed.length === 0 ? 200 : 503;
  return text(status, verbose || failed.length > 0 ? `${lines.join('\n')}\n` : 'ok');
}

function text(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body };
}
