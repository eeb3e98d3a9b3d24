import { createServer, type Server } from 'node:http';
import { isLoopback } from './loopback.ts';

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
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const requestMs = 10_000;
const connectionsMost = 100;

/**
 * Serves `/healthz` (the process answers) and `/readyz` (informers are synced). What is missing is told on loopback only,
 * where `?verbose` lists each check; a neighbour on the network learns whether all is well, and nothing else. Resolves once
 * it listens; rejects where the port is taken. Processes of one user share a port of a host: two replicas on one host
 * network, or the old and the new pod of an upgrade, of which any answers.
 */
export function serveHealth(options: HealthServerOptions): Promise<Server> {
  const server = createServer((request, response) => {
    const { status, type, body } = answer(request.url ?? '/', options);
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  server.maxConnections = connectionsMost;
  server.requestTimeout = requestMs;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // Without a host Node takes what there is, on a machine without IPv6 the addresses of IPv4.
    const host = options.host === '::' ? {} : { host: options.host };
    server.listen({ port: options.port, ...host, reusePort: true }, () => resolve(server));
  });
}

function answer(target: string, options: HealthServerOptions): Answer {
  const url = URL.parse(target, 'http://localhost');
  if (url === null) return text(400, 'not a path');
  if (url.pathname === '/healthz') return text(200, 'ok');
  if (url.pathname === '/readyz') return readiness(options, url.searchParams.has('verbose'));
  return text(404, 'not found');
}

function readiness({ checks, host }: HealthServerOptions, verbose: boolean): Answer {
  try {
    const results = checks().map(({ name, check }) => ({ name, missing: check() }));
    const isReady = results.every(({ missing }) => missing === undefined);
    const tells = isLoopback(host) && (verbose || !isReady);
    return text(isReady ? 200 : 503, tells ? listed(results) : isReady ? 'ok' : 'not ok');
  } catch {
    return text(500, '');
  }
}

function listed(results: readonly { readonly name: string; readonly missing: string | undefined }[]): string {
  const lines = results.map(({ name, missing }) => (missing === undefined ? `[+]${name} ok` : `[-]${name} ${missing}`));
  return `${lines.join('\n')}\n`;
}

function text(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body };
}
