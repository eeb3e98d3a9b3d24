import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createPlainServer } from 'node:http';
import { createServer as createTlsServer, Server as TlsServer, type ServerOptions } from 'node:https';
import type { SecureContextOptions } from 'node:tls';
import { isLoopback } from './loopback.ts';
import type { Metrics } from './metrics.ts';
import type { Admission } from './scrape-access.ts';

/** Certificate and key that the server shows, in PEM. */
export interface ServingPair {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** How who scrapes proves who they are: with a certificate of this authority (PEM), or with a token. */
export type ScrapeProof =
  { readonly clientCa: string } | { readonly admit: (authorization: string | undefined) => Promise<Admission> };

export interface MetricsServerOptions {
  readonly host: string;
  readonly port: number;
  readonly metrics: Pick<Metrics, 'registry' | 'render'>;
  /** Absent: without TLS and without a question, which only the host's own loopback address allows. */
  readonly tls?: ServingPair & ScrapeProof;
}

const handshakeMs = 5_000;
const requestMs = 10_000;
const connectionsMost = 100;

/**
 * Serves `/metrics` in the Prometheus text format. Resolves once it listens; rejects where the port is taken, and with
 * RangeError for an address beyond loopback without TLS. Two replicas of one host share the port.
 */
export function serveMetrics(options: MetricsServerOptions): Promise<Server> {
  const { host, port, tls } = options;
  if (tls === undefined && !isLoopback(host)) {
    return Promise.reject(new RangeError(`Metrics are served beyond loopback (${host}) with TLS only`));
  }
  const server = tls === undefined ? createPlainServer() : createTlsServer(tlsOptions(tls));
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, options).then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
      () => response.writeHead(503).end(),
    );
  });
  server.maxConnections = connectionsMost;
  server.requestTimeout = requestMs;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, reusePort: true }, () => resolve(server));
  });
}

/** Shows another certificate from the next connection on, and asks for those of another authority. */
export function changeCertificates(server: Server, tls: ServingPair & ScrapeProof): void {
  if (server instanceof TlsServer) server.setSecureContext(secureContext(tls));
}

function tlsOptions(tls: ServingPair & ScrapeProof): ServerOptions {
  const client = 'clientCa' in tls ? { requestCert: true, rejectUnauthorized: true } : {};
  return { ...secureContext(tls), ...client, handshakeTimeout: handshakeMs };
}

function secureContext(tls: ServingPair & ScrapeProof): SecureContextOptions {
  const { certificatePem: cert, keyPem: key } = tls;
  return { cert, key, minVersion: 'TLSv1.2', ...('clientCa' in tls && { ca: tls.clientCa }) };
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const words: Readonly<Record<Exclude<Admission, 200>, string>> = {
  401: 'A bearer token of the cluster is needed\n',
  403: 'This account may not get the non-resource URL /metrics\n',
};

async function answer({ url, headers }: IncomingMessage, { metrics, tls }: MetricsServerOptions): Promise<Answer> {
  if (URL.parse(url ?? '', 'http://localhost')?.pathname !== '/metrics') return text(404, 'not found\n');
  const admission = tls !== undefined && 'admit' in tls ? await tls.admit(headers.authorization) : 200;
  if (admission !== 200) return text(admission, words[admission]);
  return { status: 200, type: metrics.registry.contentType, body: await metrics.render() };
}

function text(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body };
}
