/** Names that more than one component uses. Users and other tools know them, so they never change. */

/** Namespace of everything that runs for Calico. */
export const CALICO_SYSTEM = 'calico-system';
export const KUBE_SYSTEM = 'kube-system';
export const OPENSHIFT_DNS = 'openshift-dns';

/** Name of the DaemonSet, its ServiceAccount, ClusterRole and binding; the others below likewise. */
export const CALICO_NODE = 'calico-node';
export const CALICO_NODE_WINDOWS = 'calico-node-windows';
export const CALICO_CNI_PLUGIN = 'calico-cni-plugin';
export const CALICO_TYPHA = 'calico-typha';
export const CALICO_KUBE_CONTROLLERS = 'calico-kube-controllers';
export const CSI_NODE_DRIVER = 'csi-node-driver';
/** Collects flow logs. */
export const GOLDMANE = 'goldmane';
/** Shows them. */
export const WHISKER = 'whisker';
/** Connects to a management cluster. */
export const GUARDIAN = 'guardian';
/** Calico's own API server, which serves projectcalico.org/v3 where no CRDs do. */
export const CALICO_APISERVER = 'calico-apiserver';
/** Its Service, by which the Kubernetes API server finds it. */
export const CALICO_API = 'calico-api';
/** Checks writes where CRDs serve projectcalico.org/v3. */
export const CALICO_WEBHOOKS = 'calico-webhooks';

/** Binding that lets the operator write Secrets of a namespace, and the ClusterRole behind it. */
export const OPERATOR_SECRETS = 'tigera-operator-secrets';
export const ACTIVE_OPERATOR = 'active-operator';

export const TIGERA_CA_BUNDLE = 'tigera-ca-bundle';
export const TIGERA_CA_PRIVATE = 'tigera-ca-private';
/** Secrets with the key pairs that the two serve with. */
export const APISERVER_CERTS = 'calico-apiserver-certs';
export const WEBHOOKS_TLS = 'calico-webhooks-tls';
export const CNI_CONFIG = 'cni-config';
export const CNI_CONFIG_WINDOWS = 'cni-config-windows';
export const BIRD_TEMPLATES = 'bird-templates';
export const BGP_LAYOUT = 'bgp-layout';

/** Tier of the operator's own policies; also the prefix of their names, as Calico wants it. */
export const CALICO_SYSTEM_TIER = 'calico-system';
/** Tier and name prefix that earlier releases used; cleaned up. */
export const FORMER_TIER = 'allow-tigera';

/** Goldmane's Service as flow reporters address it. */
export const GOLDMANE_HOST = 'goldmane.calico-system.svc';
export const GOLDMANE_PORT = 7443;
/** Where guardian listens for Goldmane. */
export const GUARDIAN_PORT = 8080;
/** Secrets with the key pairs of the three. */
export const GOLDMANE_PAIR = 'goldmane-key-pair';
export const WHISKER_PAIR = 'whisker-backend-key-pair';
export const GUARDIAN_PAIR = 'guardian-key-pair';
