import { createServer, type Server } from 'node:http';

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

/**
 * Serves `/healthz` (the process answers) and `/readyz` (informers are synced; `?verbose` lists each check). Resolves once
 * it listens; rejects where the port is taken. Processes of one user share a port of a host: two replicas on one host
 * network, or the old and the new pod of an upgrade, of which any answers.
 */
export function serveHealth(options: HealthServerOptions): Promise<Server> {
  const server = createServer((request, response) => {
    const { status, type, body } = answer(request.url ?? '/', options);
    response.writeHead(status, { 'content-type': type }).end(body);
  });
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

function readiness({ checks }: HealthServerOptions, verbose: boolean): Answer {
  try {
    return listed(checks(), verbose);
  } catch {
    return text(500, '');
  }
}

function listed(checks: readonly HealthCheck[], verbose: boolean): Answer {
  const results = checks.map(({ name, check }) => ({ name, missing: check() }));
  const failed = results.filter(({ missing }) => missing !== undefined);
  const lines = results.map(({ name, missing }) => (missing === undefined ? `[+]${name} ok` : `[-]${name} ${missing}`));
  const status = failed.length === 0 ? 200 : 503;
  return text(status, verbose || failed.length > 0 ? `${lines.join('\n')}\n` : 'ok');
}

function text(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body };
}
