import type { ClusterRole, Role } from '../crds/generated/core.gen.ts';
import type { CniType, KubernetesProvider, SettledSpec } from '../crds/installation/spec.ts';
import type { KubeObject } from '../k8s/object.ts';
import { apiServerRefs, apiServiceRef, formerNamespace } from './apiserver/index.ts';
import {
  addonComponents,
  type EveryAddonInput,
  renderAddon,
  renderApiServer,
  renderCore,
  renderTiers,
  renderWindows,
} from './catalog.ts';
import type { Rendered } from './component.ts';
import type { ApiServerInput, CalicoApiGroup, CoreInput, KeyPair, WindowsInput } from './input.ts';
import { nodeWindowsRefs } from './node-windows/index.ts';
import { imageReferences } from './shared/images.ts';
import { webhooksRefs } from './webhooks/index.ts';
import {
  APISERVER_CERTS,
  CALICO_SYSTEM,
  GOLDMANE_PAIR,
  GUARDIAN_PAIR,
  WEBHOOKS_TLS,
  WHISKER_PAIR,
} from './shared/names.ts';
import { refTo } from './shared/refs.ts';

/**
 * Everything that the components may ever have or delete, over all platforms and settings: the operator must be allowed to
 * do all of it, and to grant every permission in it. For generators; values inside the objects are samples, but for those
 * that `settings` holds for every case.
 */
export function renderEveryCase(settings: Partial<SettledSpec> = {}): Rendered {
  const parts = providers.flatMap((provider) => [
    renderCore(bareInput(provider, settings)),
    renderCore(fullInput(provider, settings)),
    renderCore(signerInput(provider, settings)),
    renderTiers({ provider, nodeLocalDnsAddresses: [] }),
    renderTiers({ provider, nodeLocalDnsAddresses: ['10.96.0.10'] }),
    renderWindows(windowsInput(fullInput(provider, settings))),
    ...calicoApis.map((api) => renderApiServer(apiServerInput(signerInput(provider, settings), api))),
    ...calicoApis.map((api) => renderApiServer(apiServerInput(fullInput(provider, settings), api))),
    ...addonComponents.map((each) => renderAddon(each, addonInput(each.name, signerInput(provider, settings)))),
    ...addonComponents.map((each) => renderAddon(each, addonInput(each.name, fullInput(provider, settings)))),
    {
      present: [],
      absent: [
        ...addonComponents.map(({ name }) => refTo.deployment(name)),
        ...nodeWindowsRefs,
        ...webhooksRefs,
        ...apiServerRefs,
        apiServiceRef,
        formerNamespace,
      ],
    },
  ]);
  return { present: parts.flatMap(({ present }) => present), absent: parts.flatMap(({ absent }) => absent) };
}

/** Every role that we may render; one name can occur with different rules. */
export function allRenderedRoles(): (ClusterRole | Role)[] {
  return renderEveryCase().present.filter(isRole);
}

/** Whether an object says what somebody may do. */
export function isRole(object: KubeObject): object is ClusterRole | Role {
  return object.kind === 'ClusterRole' || object.kind === 'Role';
}

const providers: readonly KubernetesProvider[] = [
  '',
  'AKS',
  'DockerEnterprise',
  'EKS',
  'GKE',
  'Kind',
  'OpenShift',
  'RKE2',
  'TKG',
];

/** Nothing optional. */
function bareInput(provider: KubernetesProvider, settings: Partial<SettledSpec>): CoreInput {
  const spec = { ...sampleSpec(provider, { type: 'AmazonVPC', ipam: 'AmazonVPC' }), ...settings };
  return {
    spec: { ...spec, kubeletVolumePluginPath: 'None', flexVolumePath: 'None' },
    annotations: {},
    owner: {
      reference: { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', name: 'default', uid: '' },
      component: 'Installation.operator.tigera.io',
    },
    operator: { namespace: 'tigera-operator', name: 'tigera-operator', serviceAccount: 'tigera-operator' },
    calicoApi: 'projectcalico.org/v3',
    images: imageReferences(spec),
    certs: sampleCertificates,
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
  };
}

/** Everything that adds an object. */
function fullInput(provider: KubernetesProvider, settings: Partial<SettledSpec>): CoreInput {
  const bare = bareInput(provider, settings);
  return {
    ...bare,
    spec: { ...sampleSpec(provider, { type: 'Calico', ipam: 'Calico' }), typhaMetricsPort: 9093, ...settings },
    birdTemplates: { 'bird.cfg.template': '' },
    bgpLayout: { earlyNetworkConfiguration: '' },
    kubeControllersMetricsPort: 9094,
    migration: 'from-kube-system',
  };
}

/** Certificates from a signer; Secrets of before are deleted. */
function signerInput(provider: KubernetesProvider, settings: Partial<SettledSpec>): CoreInput {
  const full = fullInput(provider, settings);
  const { node, typha, typhaNonClusterHost } = full.certs;
  const names = [node, typha, typhaNonClusterHost].map(({ name }) => name);
  const unused = [full.operator.namespace, CALICO_SYSTEM].flatMap((namespace) =>
    names.map((name) => ({ apiVersion: 'v1', kind: 'Secret', namespace, name })),
  );
  const certificateManagement = { caCert: '', signerName: 'example.com/signer' };
  return { ...full, spec: { ...full.spec, certificateManagement }, certs: { ...full.certs, unused } };
}

function windowsInput(input: CoreInput): WindowsInput {
  const dns = { addresses: ['10.96.0.10'], clusterDomain: 'cluster.local' };
  return { ...input, felix: { ...input.felix, vxlanVni: 4096 }, dns };
}

const calicoApis: readonly CalicoApiGroup[] = ['projectcalico.org/v3', 'crd.projectcalico.org/v1'];

function apiServerInput(input: CoreInput, calicoApi: CalicoApiGroup): ApiServerInput {
  const signer = input.spec.certificateManagement && { name: '', authorityPem: '' };
  const pair = (name: string): KeyPair => ({ ...sampleKeyPair(name), ...(signer && { signer }) });
  const unused = [input.operator.namespace, CALICO_SYSTEM].flatMap((namespace) =>
    [APISERVER_CERTS, WEBHOOKS_TLS].map((name) => ({ apiVersion: 'v1', kind: 'Secret', namespace, name })),
  );
  const certs = { apiServer: pair(APISERVER_CERTS), webhooks: pair(WEBHOOKS_TLS), ...(signer && { unused }) };
  return { ...input, calicoApi, apiServer: {}, certs, formerAnchors: [] };
}

/** Everything that adds an object; without metrics one is deleted. */
function addonInput(component: string, input: CoreInput): EveryAddonInput {
  const signer = input.spec.certificateManagement && { name: '', authorityPem: '' };
  const name = addonPairs[component] ?? '';
  const unused = [input.operator.namespace, CALICO_SYSTEM].map((namespace) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    namespace,
    name,
  }));
  return {
    ...input,
    certs: { pair: { ...sampleKeyPair(name), ...(signer && { signer }) }, trusted: [], unused },
    clusterDomain: 'cluster.local',
    clusterInformation: {},
    connected: true,
    goldmane: signer === undefined ? { metricsPort: 9081 } : {},
    whisker: {},
    connection: {},
    tunnel: { name: 'tigera-managed-cluster-connection', type: 'Opaque', data: {} },
  };
}

const addonPairs: Readonly<Record<string, string>> = {
  goldmane: GOLDMANE_PAIR,
  whisker: WHISKER_PAIR,
  guardian: GUARDIAN_PAIR,
};

interface SampleCni {
  readonly type: CniType;
  readonly ipam: SettledSpec['cni']['ipam']['type'];
}

function sampleSpec(kubernetesProvider: KubernetesProvider, { type, ipam }: SampleCni): SettledSpec {
  return {
    variant: 'Calico',
    kubernetesProvider,
    cni: { type, ipam: { type: ipam }, binDir: '/opt/cni/bin', confDir: '/etc/cni/net.d' },
    calicoNetwork: { linuxDataplane: 'Iptables', windowsDataplane: 'Disabled', bgp: 'Enabled' },
    controlPlaneReplicas: 2,
    flexVolumePath: '/usr/libexec/kubernetes/kubelet-plugins/volume/exec/',
    kubeletVolumePluginPath: '/var/lib/kubelet',
    nodeUpdateStrategy: { type: 'RollingUpdate' },
  };
}

const sampleCertificates: CoreInput['certs'] = {
  authority: sampleKeyPair('tigera-ca-private'),
  node: sampleKeyPair('node-certs'),
  typha: sampleKeyPair('typha-certs'),
  typhaNonClusterHost: sampleKeyPair('typha-certs-noncluster-host'),
  trusted: [],
  systemRoots: '',
};

function sampleKeyPair(name: string): KeyPair {
  return {
    name,
    namespace: 'tigera-operator',
    certificatePem: '',
    keyPem: '',
    issuedByUs: true,
    otherData: {},
    description: { issuer: '', signer: '', expiry: '', dnsNames: [], ipSans: [] },
  };
}
