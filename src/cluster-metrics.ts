import type { X509Certificate } from 'node:crypto';
import type { Secret } from './crds/generated/core.gen.ts';
import { excessOf } from './reconcilers/certificates/limits.ts';
import { commonName, readCertificate } from './reconcilers/certificates/pem.ts';
import { certificateOf } from './reconcilers/certificates/secret-pair.ts';
import type { Cluster } from './reconcilers/cluster/cluster.ts';
import type { Metrics } from './runtime/metrics.ts';

type Shown = Pick<Cluster, 'tigeraStatuses' | 'operatorSecrets' | 'secrets'>;

/** Shows the conditions of components and the ends of certificates whenever somebody scrapes; nothing is asked for it. */
export function readClusterAtScrape(metrics: Metrics, cluster: Shown): void {
  readComponents(metrics, cluster);
  readCertificates(metrics, cluster);
}

function readComponents(metrics: Metrics, { tigeraStatuses }: Shown): void {
  const name = 'tigera_operator_component_status';
  const help = '1 where a condition of a TigeraStatus is True, else 0';
  const gauge = metrics.gauge(name, help, ['component', 'condition']);
  metrics.readAtScrape('components', () => {
    gauge.reset();
    for (const { metadata, status } of tigeraStatuses.list()) {
      for (const { type, status: said } of status?.conditions ?? []) {
        gauge.set({ component: metadata.name, condition: type }, said === 'True' ? 1 : 0);
      }
    }
  });
}

function readCertificates(metrics: Metrics, { operatorSecrets, secrets }: Shown): void {
  const name = 'tigera_operator_tls_certificate_expiry_timestamp_seconds';
  const help = 'When the certificate of a Secret ends, in seconds since 1970';
  const gauge = metrics.gauge(name, help, ['name', 'namespace', 'issuer']);
  metrics.readAtScrape('certificates', () => {
    gauge.reset();
    const copies = secrets.watched ? secrets.watch().list() : [];
    for (const secret of [...operatorSecrets.list(), ...copies]) {
      const certificate = certificateIn(secret as Secret);
      if (certificate === undefined) continue;
      const { name: ofSecret, namespace = '' } = secret.metadata;
      const labels = { name: ofSecret, namespace, issuer: commonName(certificate.issuer) };
      gauge.set(labels, certificate.validToDate.getTime() / 1000);
    }
  });
}

/** Undefined where a Secret has none, or one that nobody should parse. */
function certificateIn(secret: Secret): X509Certificate | undefined {
  const pem = certificateOf(secret);
  return pem === '' || excessOf('certificate', pem) !== undefined ? undefined : readCertificate(pem);
}
