import type { SettledSpec } from '../../src/crds/installation/spec.ts';
import type { CoreInput, KeyPair } from '../../src/renderers/input.ts';
import { imageReferences } from '../../src/renderers/shared/images.ts';

/** A key pair that the operator issued. */
export function aKeyPair(changes: Partial<KeyPair> = {}): KeyPair {
  return {
    name: 'node-certs',
    namespace: 'tigera-operator',
    certificatePem: 'certificate',
    keyPem: 'key',
    issuedByUs: true,
    otherData: {},
    description: { issuer: 'signer', signer: 'signer', expiry: '2026-04-05T00:00:00Z', dnsNames: [], ipSans: [] },
    ...changes,
  };
}

/** What an empty Installation comes to on a cluster without a platform of its own. */
export function aSettledSpec(changes: Partial<SettledSpec> = {}): SettledSpec {
  return {
    variant: 'Calico',
    kubernetesProvider: '',
    cni: { type: 'Calico', ipam: { type: 'Calico' }, binDir: '/opt/cni/bin', confDir: '/etc/cni/net.d' },
    calicoNetwork: { linuxDataplane: 'Iptables', windowsDataplane: 'Disabled', bgp: 'Enabled' },
    controlPlaneReplicas: 2,
    flexVolumePath: '/usr/libexec/kubernetes/kubelet-plugins/volume/exec/',
    kubeletVolumePluginPath: '/var/lib/kubelet',
    nodeUpdateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    ...changes,
  };
}

/** All facts of a small cluster. */
export function aCoreInput(changes: Partial<CoreInput> = {}): CoreInput {
  const reference = { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', name: 'default', uid: 'uid-1' };
  return {
    spec: aSettledSpec(),
    annotations: {},
    owner: { reference, component: 'Installation.operator.tigera.io' },
    operator: { namespace: 'tigera-operator', name: 'tigera-operator', serviceAccount: 'tigera-operator' },
    calicoApi: 'projectcalico.org/v3',
    images: imageReferences({}),
    certs: {
      authority: aKeyPair({ name: 'tigera-ca-private' }),
      node: aKeyPair({ name: 'node-certs', commonName: 'typha-client' }),
      typha: aKeyPair({ name: 'typha-certs', commonName: 'typha-server' }),
      typhaNonClusterHost: aKeyPair({ name: 'typha-certs-noncluster-host' }),
      trusted: [{ namespace: 'tigera-operator', name: 'tigera-ca-private', pem: 'certificate' }],
      systemRoots: 'roots',
    },
    pullSecrets: [],
    formerPullSecrets: [],
    felix: { healthPort: 9099 },
    bgp: {},
    pools: { v4: true, v6: false },
    endpoint: {},
    nodeDns: { policy: 'Default' },
    typhaReplicas: 1,
    kubeControllersMetricsPort: 0,
    tierReady: true,
    ...changes,
  };
}
