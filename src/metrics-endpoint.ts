import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { hostname } from 'node:os';
import type { MetricsFiles } from './cli/options.ts';
import type { Client } from './k8s/client.ts';
import type { Clock } from './k8s/clock.ts';
import type { CertificateIssuer } from './reconcilers/certificates/issue.ts';
import { isLoopback } from './runtime/loopback.ts';
import type { Metrics } from './runtime/metrics.ts';
import { changeCertificates, serveMetrics, type ScrapeProof, type ServingPair } from './runtime/metrics-server.ts';
import { scrapeAccess } from './runtime/scrape-access.ts';

/** The port that the Go operator serves metrics on where only a host is named. */
const usualPort = 8484;
/** How often files of certificates are read again. */
const lookMs = 60_000;

/** What serving metrics takes. */
export interface MetricsEndpoint {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly files: MetricsFiles;
  readonly metrics: Metrics;
  /** Asks who scrapes. */
  readonly client: Client;
  readonly clock: Clock;
  /** Makes a certificate where no file has one. */
  readonly issuer: CertificateIssuer;
}

/**
 * Serves metrics where METRICS_HOST or METRICS_PORT say so, as users of the Go operator have them; undefined where neither
 * does. On loopback as they are, elsewhere with TLS and to whom the cluster allows it (docs/metrics.md). Rejects where the
 * port is taken or a file cannot be read.
 */
export async function serveMetricsEndpoint(endpoint: MetricsEndpoint): Promise<Server | undefined> {
  const { env, metrics } = endpoint;
  const { METRICS_HOST: named = '', METRICS_PORT: port = '' } = env;
  if (named === '' && port === '') return undefined;
  const host = named === '' ? '::' : named;
  const where = { host, port: port === '' ? usualPort : Number(port), metrics };
  if (isLoopback(host)) return serveMetrics(where);
  const pair = await servingPair(endpoint);
  const server = await serveMetrics({ ...where, tls: { ...pair, ...proofOf(endpoint) } });
  if (Object.values(endpoint.files).some((file) => file !== '')) followFiles(server, endpoint, pair);
  return server;
}

/** Certificates in files are renewed by others: they are read again now and then, for as long as the server is there. */
function followFiles(server: Server, endpoint: MetricsEndpoint, pair: ServingPair): void {
  const look = (): void => {
    timer = endpoint.clock.after(lookMs, look);
    try {
      changeCertificates(server, { ...(pairOfFiles(endpoint) ?? pair), ...proofOf(endpoint) });
    } catch {
      // Half written, or unreadable: those before are good until the next look.
    }
  };
  let timer = endpoint.clock.after(lookMs, look);
  server.once('close', () => timer.cancel());
}

function proofOf({ files: { clientCa }, client, clock }: MetricsEndpoint): ScrapeProof {
  return clientCa === '' ? { admit: scrapeAccess(client, clock) } : { clientCa: readFileSync(clientCa, 'utf8') };
}

function pairOfFiles({ files: { certificate, key } }: MetricsEndpoint): ServingPair | undefined {
  if (certificate === '') return undefined;
  return { certificatePem: readFileSync(certificate, 'utf8'), keyPem: readFileSync(key, 'utf8') };
}

/** From files, or made for this process: scrapers that check it need the files. */
async function servingPair(endpoint: MetricsEndpoint): Promise<ServingPair> {
  const { issuer, clock } = endpoint;
  const given = pairOfFiles(endpoint);
  if (given !== undefined) return given;
  const authority = await issuer.authority(clock.wall());
  return issuer.leaf([hostname()], authority, clock.wall());
}
