/**
 * Names of the variables that the operator sets in containers of an Installation, in one situation or another, by
 * container. A test compares this table with what is rendered.
 */

/** Set in every container, or kept free for Calico's own clients in it. */
const everywhere = ['CALICO_API_GROUP', 'KUBERNETES_SERVICE_HOST', 'KUBERNETES_SERVICE_PORT', 'TLS_CIPHER_SUITES'];

/** Of calico-node, on Linux and on Windows. */
const nodeAgent = [
  'CALICO_DISABLE_FILE_LOGGING',
  'CALICO_MANAGE_CNI',
  'CALICO_NETWORKING_BACKEND',
  'CALICO_ROUTER_ID',
  'CLUSTER_TYPE',
  'DATASTORE_TYPE',
  'FELIX_BPFEXTTOSERVICECONNMARK',
  'FELIX_DEFAULTENDPOINTTOHOSTACTION',
  'FELIX_HEALTHENABLED',
  'FELIX_HEALTHPORT',
  'FELIX_IPV6SUPPORT',
  'FELIX_PROMETHEUSMETRICSENABLED',
  'FELIX_PROMETHEUSMETRICSPORT',
  'FELIX_ROUTESOURCE',
  'FELIX_TYPHACAFILE',
  'FELIX_TYPHACERTFILE',
  'FELIX_TYPHACN',
  'FELIX_TYPHAK8SNAMESPACE',
  'FELIX_TYPHAK8SSERVICENAME',
  'FELIX_TYPHAKEYFILE',
  'FELIX_TYPHAURISAN',
  'FELIX_VXLANMTU',
  'FELIX_VXLANMTUV6',
  'FELIX_WIREGUARDMTU',
  'FELIX_WIREGUARDMTUV6',
  'IP',
  'IP6',
  'IP6_AUTODETECTION_METHOD',
  'IP_AUTODETECTION_METHOD',
  'NAMESPACE',
  'NODENAME',
  'USE_POD_CIDR',
  'WAIT_FOR_DATASTORE',
];

const linuxNode = [
  'CALICO_EARLY_NETWORKING',
  'FELIX_AWSSRCDSTCHECK',
  'FELIX_DATAPLANEDRIVER',
  'FELIX_ENDPOINTSTATUSPATHPREFIX',
  'FELIX_FLOWLOGSFLUSHINTERVAL',
  'FELIX_FLOWLOGSGOLDMANESERVER',
  'FELIX_INTERFACEPREFIX',
  'FELIX_IPINIPMTU',
  'FELIX_IPTABLESFILTERALLOWACTION',
  'FELIX_IPTABLESMANGLEALLOWACTION',
  'FELIX_USEINTERNALDATAPLANEDRIVER',
  'FELIX_WIREGUARDHOSTENCRYPTIONENABLED',
  'FELIX_XDPENABLED',
  'NO_DEFAULT_POOLS',
];

const windowsNode = [...nodeAgent, 'CNI_PLUGIN_TYPE', 'KUBE_NETWORK', 'VXLAN_ADAPTER', 'VXLAN_VNI'];

const cniInstaller = [
  'CNI_BIN_DIR',
  'CNI_CONF_NAME',
  'CNI_NETWORK_CONFIG',
  'CNI_NET_DIR',
  'CNI_PLUGIN_TYPE',
  'KUBERNETES_DNS_SERVERS',
  'KUBERNETES_NODE_NAME',
  'KUBERNETES_SERVICE_CIDRS',
  'SLEEP',
  'VXLAN_VNI',
];

const bpfBootstrap = ['CALICO_CGROUP_PATH', 'KUBERNETES_APISERVER_ENDPOINTS', 'KUBERNETES_SERVICE_IPS_PORTS'];

const typha = [
  'FELIX_INTERFACEPREFIX',
  'TYPHA_CAFILE',
  'TYPHA_CLIENTCN',
  'TYPHA_CLIENTURISAN',
  'TYPHA_CONNECTIONREBALANCINGMODE',
  'TYPHA_DATASTORETYPE',
  'TYPHA_HEALTHENABLED',
  'TYPHA_HEALTHPORT',
  'TYPHA_K8SNAMESPACE',
  'TYPHA_LOGFILEPATH',
  'TYPHA_LOGSEVERITYSCREEN',
  'TYPHA_LOGSEVERITYSYS',
  'TYPHA_PROMETHEUSMETRICSENABLED',
  'TYPHA_PROMETHEUSMETRICSPORT',
  'TYPHA_SERVERCERTFILE',
  'TYPHA_SERVERKEYFILE',
  'TYPHA_SHUTDOWNTIMEOUTSECS',
  'USE_POD_CIDR',
];

const kubeControllers = [
  'CA_CRT_PATH',
  'DATASTORE_TYPE',
  'DISABLE_KUBE_CONTROLLERS_CONFIG_API',
  'ENABLED_CONTROLLERS',
  'KUBE_CONTROLLERS_CONFIG_NAME',
];

const certificateRequest = [
  'APP_NAME',
  'CA_CERT',
  'CA_CERT_NAME',
  'CERTIFICATE_PATH',
  'CERT_NAME',
  'COMMON_NAME',
  'DNS_NAMES',
  'KEY_ALGORITHM',
  'KEY_NAME',
  'POD_IP',
  'POD_NAME',
  'POD_NAMESPACE',
  'SECRET_NAME',
  'SIGNATURE_ALGORITHM',
  'SIGNER',
];

/** Containers of the same name on Linux and on Windows share an entry. */
const byContainer: Readonly<Record<string, readonly string[]>> = {
  'calico-node': [...nodeAgent, ...linuxNode],
  node: windowsNode,
  felix: windowsNode,
  confd: windowsNode,
  'install-cni': cniInstaller,
  'uninstall-calico': cniInstaller,
  'ebpf-bootstrap': bpfBootstrap,
  'mount-bpffs': bpfBootstrap,
  'calico-typha': typha,
  'calico-kube-controllers': kubeControllers,
  'calico-csi': ['KUBE_NODE_NAME', 'LOG_LEVEL'],
  'csi-node-driver-registrar': ['ADDRESS', 'DRIVER_REG_SOCK_PATH', 'KUBE_NODE_NAME'],
};

/** Variables of the container that are the operator's. */
export function ownedEnv(container: string): ReadonlySet<string> {
  const own = container.endsWith('-key-cert-provisioner') ? certificateRequest : (byContainer[container] ?? []);
  return new Set([...everywhere, ...own]);
}
