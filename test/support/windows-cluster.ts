import type { InstallationSpec } from '../../src/crds/installation/spec.ts';
import type { KubeObject } from '../../src/k8s/object.ts';
import { withContent } from './cluster-objects.ts';
import { anInstallation } from './installations.ts';
import { aContext, type TestContext } from './reconcile-context.ts';

/** A spec that asks for Windows nodes. */
export const windowsSpec: InstallationSpec = {
  serviceCIDRs: ['10.96.0.0/16'],
  calicoNetwork: {
    windowsDataplane: 'HNS',
    bgp: 'Disabled',
    ipPools: [{ cidr: '192.168.0.0/16', encapsulation: 'VXLAN' }],
  },
};

/** ConfigMap with the address of the API server. */
export const endpointConfig: KubeObject = withContent(
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kubernetes-services-endpoint', namespace: 'tigera-operator' },
  },
  { data: { KUBERNETES_SERVICE_HOST: '192.0.2.1', KUBERNETES_SERVICE_PORT: '6443' } },
);

/** IPAMConfiguration as calico-node leaves it (false), or as Windows nodes need it. */
export function ipamConfiguration(strictAffinity: boolean): KubeObject {
  const metadata = { name: 'default' };
  const object = { apiVersion: 'projectcalico.org/v3', kind: 'IPAMConfiguration', metadata };
  return withContent(object, { spec: { autoAllocateBlocks: true, strictAffinity } });
}

/** A Secret of the operator's namespace with a certificate. */
export function aCertificateSecret(name: string, data: Readonly<Record<string, string>> = {}): KubeObject {
  const ownerReferences = [
    { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', name: 'default', uid: 'uid-1' },
  ];
  const metadata = { name, namespace: 'tigera-operator', ownerReferences };
  const pem = Buffer.from(`certificate of ${name}`).toString('base64');
  const pair = { 'tls.crt': pem, 'tls.key': Buffer.from('key').toString('base64') };
  return withContent({ apiVersion: 'v1', kind: 'Secret', metadata }, { data: { ...pair, ...data } });
}

/** What the core makes before Windows nodes can come. */
export const madeByCore: readonly KubeObject[] = [
  ...['tigera-ca-private', 'node-certs', 'typha-certs'].map((name) => aCertificateSecret(name)),
  withContent(
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'tigera-ca-bundle', namespace: 'calico-system' } },
    { data: {} },
  ),
  withContent(
    { apiVersion: 'projectcalico.org/v3', kind: 'FelixConfiguration', metadata: { name: 'default' } },
    { spec: { healthPort: 9199, vxlanVNI: 4096 } },
  ),
];

/** Shows a Service for cluster DNS, or one without an address. */
export function holdsDnsService(ctx: TestContext, ...clusterIps: string[]): void {
  ctx.shown.view('systemServices').put('kube-system/kube-dns', { name: 'kube-dns', labels: [], clusterIps });
}

/** A cluster that has everything that Windows nodes need, and an Installation that asks for them. */
export function aWindowsCluster(spec: InstallationSpec = windowsSpec): TestContext {
  const ctx = aContext({ clusterDomain: 'example.internal' });
  ctx.holds(endpointConfig, ipamConfiguration(true), ...madeByCore);
  holdsDnsService(ctx, '10.96.0.10');
  anInstallation(ctx, { spec });
  return ctx;
}
