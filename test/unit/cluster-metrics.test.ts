import { describe, expect, it } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { readClusterAtScrape } from '../../src/cluster-metrics.ts';
import type { KubeObject } from '../../src/k8s/object.ts';
import { Metrics } from '../../src/runtime/metrics.ts';
import { withContent } from '../support/cluster-objects.ts';
import { aContext } from '../support/reconcile-context.ts';
import { sample } from '../support/running.ts';
import { selfSigned } from '../support/test-certificates.ts';

const endName = 'tigera_operator_tls_certificate_expiry_timestamp_seconds';

function aSecret(name: string, data: Readonly<Record<string, string>>): KubeObject {
  const encoded = Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')] as const);
  const metadata = { name, namespace: 'tigera-operator' };
  return withContent({ apiVersion: 'v1', kind: 'Secret', metadata }, { data: Object.fromEntries(encoded) });
}

/** The metrics of a cluster in which these objects are. */
function metricsOf(...objects: readonly KubeObject[]): Metrics {
  const [ctx, metrics] = [aContext(), new Metrics()];
  ctx.holds(...objects);
  const { operatorSecrets, secrets } = ctx.cluster;
  const statuses = objects.filter(({ kind }) => kind === 'TigeraStatus');
  const tigeraStatuses = { list: () => statuses } as unknown as typeof ctx.cluster.tigeraStatuses;
  readClusterAtScrape(metrics, { tigeraStatuses, operatorSecrets, secrets });
  return metrics;
}

describe('the metrics of the cluster', () => {
  it('say of each condition of a component whether it is true', async () => {
    const conditions = [
      { type: 'Available', status: 'True' },
      { type: 'Degraded', status: 'False' },
    ];
    const status = { apiVersion: 'operator.tigera.io/v1', kind: 'TigeraStatus', metadata: { name: 'calico' } };
    const text = await metricsOf(withContent(status, { status: { conditions } })).render();
    expect(text).toContain('tigera_operator_component_status{component="calico",condition="Available"} 1\n');
    expect(text).toContain('tigera_operator_component_status{component="calico",condition="Degraded"} 0\n');
  });

  it('say when the certificate of a Secret ends, and who issued it', async () => {
    const { cert, key } = await selfSigned();
    const metrics = metricsOf(aSecret('typha-certs', { 'tls.crt': cert, 'tls.key': key }));
    await metrics.render();
    const { validToDate, issuer } = new X509Certificate(cert);
    const labels = { name: 'typha-certs', namespace: 'tigera-operator', issuer: issuer.replace('CN=', '') };
    expect(await sample(metrics, endName, labels)).toBe(validToDate.getTime() / 1000);
  });

  it('say nothing of Secrets without a certificate that can be read', async () => {
    const text = await metricsOf(
      aSecret('pull', { '.dockerconfigjson': '{}' }),
      aSecret('bad', { 'tls.crt': 'x' }),
    ).render();
    expect(text).not.toContain(`${endName}{`);
  });
});
