import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { hostname } from 'node:os';
import type { MetricsFiles } from './cli/options.ts';
import type { Client } from './k8s/client.ts';
import type { Clock } from './k8s/clock.ts';
import type { CertificateIssuer } from './reconcilers/certificates/issue.ts';
import { isLoopback } from './runtime/loopback.ts';
import type { Metrics } from './runtime/metrics.ts';
import { serveMetrics, type ScrapeProof, type ServingPair } from './runtime/metrics-server.ts';
import { scrapeAccess } from './runtime/scrape-access.ts';

/** The port that the Go operator serves metrics on where only a host is named. */
const usualPort = 8484;

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
  return serveMetrics({ ...where, tls: { ...pair, ...proofOf(endpoint) } });
}

function proofOf({ files: { clientCa }, client, clock }: MetricsEndpoint): ScrapeProof {
  return clientCa === '' ? { admit: scrapeAccess(client, clock) } : { clientCa: readFileSync(clientCa, 'utf8') };
}

/** From files, or made for this process: scrapers that check it need the files. */
async function servingPair({ files, issuer, clock }: MetricsEndpoint): Promise<ServingPair> {
  if (files.certificate !== '') {
    return { certificatePem: readFileSync(files.certificate, 'utf8'), keyPem: readFileSync(files.key, 'utf8') };
  }
  const authority = await issuer.authority(clock.wall());
  return issuer.leaf([hostname()], authority, clock.wall());
}
