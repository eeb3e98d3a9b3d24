import * as z from 'zod';
import {
  calicoKubeControllersDeployment,
  calicoNodeDaemonSet,
  calicoNodeWindowsDaemonSet,
  calicoWindowsUpgradeDaemonSet,
  csiNodeDriverDaemonSet,
  typhaDeployment,
} from '../overrides.ts';
import { int32, k8sType, listOf, matching, quantity, stringMap, struct, structOf, structWith } from '../schema.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { calicoNetwork, type SettledCalicoNetwork } from './calico-network.ts';
import type { InstallationStatus } from './status.ts';
import { typhaAutoscaling } from './typha-autoscaling.ts';

/** The products that share this API. Only `Calico` is installed by this operator. */
export const variant = z.enum(['Calico', 'TigeraSecureEnterprise']);

const kubernetesProvider = z.enum(['', 'EKS', 'GKE', 'AKS', 'OpenShift', 'DockerEnterprise', 'RKE2', 'TKG', 'Kind']);
const cniType = z.enum(['Calico', 'GKE', 'AmazonVPC', 'AzureVNET']);
const ipamType = z.enum(['Calico', 'HostLocal', 'AmazonVPC', 'AzureVNET']);

const cni = structWith('The CNI plugin, which connects pods to the network, and its address management.', {
  required: {
    type: cniType.describe(
      'CNI plugin. With any other than Calico its binaries and configuration are expected on the nodes, and Calico ' +
        'adds policy only. Default: AmazonVPC on EKS or where aws-node runs, AzureVNET on AKS, GKE on GKE, else Calico.',
    ),
  },
  optional: {
    ipam: structOf('Who gives pods their addresses.', {
      type: ipamType.describe(
        'Address management. The Calico CNI takes Calico or HostLocal; GKE takes HostLocal; the others their own. ' +
          'Default: the one that belongs to the CNI plugin.',
      ),
    }).describe('Who gives pods their addresses. Default: what belongs to the CNI plugin.'),
    binDir: z
      .string()
      .describe(
        'Directory of CNI binaries on the nodes. Default: /opt/cni/bin; OpenShift /var/lib/cni/bin; GKE ' +
          '/home/kubernetes/bin.',
      ),
    confDir: z
      .string()
      .describe(
        'Directory of CNI configuration on the nodes. Default: /etc/cni/net.d; OpenShift /var/run/multus/cni/net.d.',
      ),
  },
});

const componentResources = structOf('Requests and limits of one component.', {
  componentName: z
    .enum(['Node', 'Typha', 'KubeControllers', 'NodeWindows', 'FelixWindows', 'ConfdWindows'])
    .describe('The component. Only Node, Typha and KubeControllers are in use.'),
  resourceRequirements: k8sType(
    'io.k8s.api.core.v1.ResourceRequirements',
    'Requests and limits of its main container.',
  ),
});

const certificateManagement = structWith('Certificates by CertificateSigningRequests to a signer of your own.', {
  required: {
    caCert: z
      .string()
      .meta({ format: 'byte' })
      .describe('Certificate of the authority behind the signer, PEM in base64. All components trust it.'),
    signerName: z
      .string()
      .describe('Name of the signer, `<domain>/<path>`, for example `example.com/calico`. It must approve and sign.'),
  },
  optional: {
    keyAlgorithm: z
      .enum([
        '',
        'RSAWithSize2048',
        'RSAWithSize4096',
        'RSAWithSize8192',
        'ECDSAWithCurve256',
        'ECDSAWithCurve384',
        'ECDSAWithCurve521',
      ])
      .describe('Algorithm of the keys that pods make. Default: RSAWithSize2048.'),
    signatureAlgorithm: z
      .enum([
        '',
        'SHA256WithRSA',
        'SHA384WithRSA',
        'SHA512WithRSA',
        'ECDSAWithSHA256',
        'ECDSAWithSHA384',
        'ECDSAWithSHA512',
      ])
      .describe('Algorithm that requests are signed with. Default: SHA256WithRSA.'),
  },
});

const tlsCipherSuite = struct('A TLS cipher suite.', {
  name: z
    .enum([
      'TLS_AES_256_GCM_SHA384',
      'TLS_CHACHA20_POLY1305_SHA256',
      'TLS_AES_128_GCM_SHA256',
      'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
      'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
      'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
      'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
      'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      'TLS_RSA_WITH_AES_256_GCM_SHA384',
      'TLS_RSA_WITH_AES_128_GCM_SHA256',
      'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA',
      'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
      'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
    ])
    .describe('Name of the suite in the IANA registry.'),
});

const cniLogging = struct('Log file of the CNI plugin on each node. Calico CNI only.', {
  logSeverity: z
    .enum(['Error', 'Warning', 'Info', 'Debug'])
    .describe('Least severe messages that are written. Warning is treated as Info by the plugin. Default: Info.'),
  logFileMaxSize: quantity('Size at which a new file is begun, with a binary suffix. Default: 100Mi.'),
  logFileMaxAgeDays: int32('Days after which a file is deleted. Default: 30.'),
  logFileMaxCount: int32('Number of files that are kept. Default: 10.'),
});

const windowsNodes = struct('Paths and network settings of Windows nodes. With windowsDataplane HNS only.', {
  cniBinDir: z
    .string()
    .describe(
      'Directory of CNI binaries. Default: /opt/cni/bin; EKS /Program Files/Amazon/EKS/cni; AKS /k/azurecni/bin.',
    ),
  cniConfigDir: z
    .string()
    .describe(
      'Directory of CNI configuration. Default: /etc/cni/net.d; EKS /Program Files/Amazon/EKS/cni/config; AKS ' +
        '/k/azurecni/netconf.',
    ),
  cniLogDir: z.string().describe('Directory of the CNI log. Default: /var/log/calico/cni.'),
  vxlanMACPrefix: matching(
    '^[0-9A-Fa-f]{2}-[0-9A-Fa-f]{2}$',
    'First two bytes of the MAC addresses of VXLAN tunnels, for example `0E-2A`.',
  ),
  vxlanAdapter: z.string().describe('Name of the network adapter that VXLAN uses. Default: found by Calico.'),
});

/** `spec` of an Installation. */
export const installationSpec = struct('How Calico is installed. An empty spec is a complete one.', {
  variant: variant.describe('Product to install. Default, and the only one that this operator installs: Calico.'),
  registry: z
    .string()
    .describe(
      'Registry that all images come from, for example `registry.example.com/`. Default, also by the value ' +
        '`UseDefault`: quay.io/.',
    ),
  imagePath: z
    .string()
    .describe('Path between registry and image name. Default, also by the value `UseDefault`: calico.'),
  imagePrefix: z.string().describe('Text put directly before every image name, for example `mirror-`. Default: none.'),
  imagePullSecrets: listOf(
    k8sType('io.k8s.api.core.v1.LocalObjectReference'),
    "Secrets with registry credentials in the operator's namespace. They are copied to where pods need them.",
  ),
  kubernetesProvider: kubernetesProvider.describe(
    'Platform that the cluster runs on. Default: detected; AKS is never detected and must be set. A value that ' +
      'contradicts the detected one is refused.',
  ),
  cni,
  calicoNetwork,
  typhaAffinity: struct('Deprecated, use typhaDeployment. Scheduling rules of Typha.', {
    nodeAffinity: struct('Nodes that Typha prefers or requires.', {
      preferredDuringSchedulingIgnoredDuringExecution: listOf(
        k8sType('io.k8s.api.core.v1.PreferredSchedulingTerm'),
        'Terms that make a node more welcome, each with a weight.',
      ),
      requiredDuringSchedulingIgnoredDuringExecution: k8sType(
        'io.k8s.api.core.v1.NodeSelector',
        'Terms of which a node must fulfil one.',
      ),
    }),
  }),
  controlPlaneNodeSelector: stringMap(
    'Labels of the nodes for calico-kube-controllers, calico-apiserver, goldmane, whisker and guardian. Typha and ' +
      'calico-webhooks have overrides of their own.',
  ),
  controlPlaneTolerations: listOf(
    k8sType('io.k8s.api.core.v1.Toleration'),
    'Taints that control-plane components tolerate besides their own. For Typha they replace its tolerate-all. ' +
      'Ignored by components on the host network, which tolerate everything.',
  ),
  controlPlaneReplicas: int32(
    'Pods of calico-apiserver and calico-webhooks; more than one also spreads them over nodes. Default: 2.',
  ),
  nodeMetricsPort: int32('Port on each node for metrics of Felix. Unset: as FelixConfiguration says.'),
  typhaMetricsPort: int32('Port for metrics of Typha, which also gets a Service. Unset: no metrics.'),
  flexVolumePath: z
    .string()
    .describe(
      'Directory of FlexVolume drivers on the nodes, absolute, or `None` for no driver. Default: the one of the ' +
        'platform, /usr/libexec/kubernetes/kubelet-plugins/volume/exec/ in general.',
    ),
  kubeletVolumePluginPath: z
    .string()
    .describe(
      'Directory of the kubelet on the nodes, absolute, for the CSI driver; or `None` for no CSI driver. Default: ' +
        '/var/lib/kubelet.',
    ),
  nodeUpdateStrategy: k8sType(
    'io.k8s.api.apps.v1.DaemonSetUpdateStrategy',
    'How calico-node is rolled out. Type RollingUpdate only. Default: one node at a time.',
  ),
  componentResources: listOf(
    componentResources,
    'Deprecated, use the overrides of the workloads. Requests and limits by component.',
  ),
  certificateManagement: certificateManagement.describe(
    'Lets pods obtain certificates by CertificateSigningRequests that your signer answers. Unset: the operator ' +
      'issues them with an authority of its own.',
  ),
  tlsCipherSuites: listOf(tlsCipherSuite, 'Cipher suites that components may use, most wanted first. Unset: Go’s own.'),
  nonPrivileged: z
    .string()
    .describe('Deprecated. `Enabled` is refused: calico-node without privileges no longer exists.'),
  calicoNodeDaemonSet,
  csiNodeDriverDaemonSet,
  calicoKubeControllersDeployment,
  typhaDeployment,
  typhaAutoscaling,
  calicoNodeWindowsDaemonSet,
  calicoWindowsUpgradeDaemonSet: calicoWindowsUpgradeDaemonSet.describe('Deprecated. Accepted and ignored.'),
  fipsMode: z
    .enum(['Enabled', 'Disabled'])
    .describe('Whether images with FIPS 140 validated cryptography are used where they exist. Default: Disabled.'),
  logging: struct('Logs of components.', { cni: cniLogging }),
  windowsNodes,
  serviceCIDRs: listOf(
    z.string(),
    "Ranges of Service addresses of the cluster. Needed for Windows nodes with the Calico CNI, which can't find them.",
  ),
  namespaces: struct('Labels and annotations of the namespaces that the operator makes.', {
    labels: stringMap(
      "Labels added to every namespace of the operator. They win against the operator's own, except for those that it " +
        'finds its objects by.',
    ),
    annotations: stringMap(
      "Annotations added to every namespace of the operator. They win against the operator's own.",
    ),
    podSecurityLabels: z
      .enum(['Default', 'Manual'])
      .describe(
        'Whether the operator labels its namespaces with the pod security level that its pods need (`Default`), or leaves ' +
          'labels of `pod-security.kubernetes.io` to you (`Manual`). Calico-node needs the level privileged, or an exemption.',
      ),
  }),
  azure: struct('Settings for AKS.', {
    policyMode: z
      .enum(['Default', 'Manual'])
      .meta({ default: 'Default' })
      .describe(
        'Whether the operator labels its namespaces `control-plane=true`, so that the admission of AKS leaves them ' +
          'alone (`Default`), or you do (`Manual`).',
      ),
  }),
  proxy: struct('Proxies for connections that leave the cluster. In Calico used by guardian only.', {
    httpProxy: z.string().describe('URL of the proxy for http.'),
    httpsProxy: z.string().describe('URL of the proxy for https.'),
    noProxy: z.string().describe('Hosts, domains and ranges that are reached without the proxy, with commas between.'),
  }),
});

/** `spec` of an Installation, as the user wrote it. */
export type InstallationSpec = z.input<typeof installationSpec>;

export interface Installation extends KubeObject {
  apiVersion: 'operator.tigera.io/v1';
  kind: 'Installation';
  spec?: InstallationSpec;
  status?: InstallationStatus;
}

export type KubernetesProvider = z.infer<typeof kubernetesProvider>;
export type CniType = z.infer<typeof cniType>;
export type IpamType = z.infer<typeof ipamType>;
export type CniLogging = z.infer<typeof cniLogging>;
export type WindowsNodes = z.infer<typeof windowsNodes>;

/** The CNI plugin with its defaults. */
export interface SettledCni {
  type: CniType;
  ipam: { type: IpamType };
  binDir: string;
  confDir: string;
}

/**
 * The spec that everything is rendered from: overlay merged, detected values and defaults filled in, validated. It can
 * be published as `status.computed` as it stands.
 */
export interface SettledSpec extends Omit<InstallationSpec, 'calicoNetwork'> {
  variant: NonNullable<InstallationSpec['variant']>;
  /** Empty on a cluster without a platform of its own. */
  kubernetesProvider: KubernetesProvider;
  cni: SettledCni;
  calicoNetwork: SettledCalicoNetwork;
  controlPlaneReplicas: number;
  /** Ends with a slash, or is `None`. */
  flexVolumePath: string;
  kubeletVolumePluginPath: string;
  nodeUpdateStrategy: NonNullable<InstallationSpec['nodeUpdateStrategy']>;
}
