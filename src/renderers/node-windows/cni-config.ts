import type { ConfigMap } from '../../crds/generated/core.gen.ts';
import type { WindowsInput } from '../input.ts';
import { apiRoot, cniConfigList, cniLogging, type JsonObject } from '../shared/cni-config-list.ts';
import { CALICO_SYSTEM, CNI_CONFIG_WINDOWS } from '../shared/names.ts';
import { windowsBackend } from './networking.ts';
import { cniDirectories, fileOnDrive } from './paths.ts';

/** First bytes of the MAC addresses that Windows gives to pods. */
const MAC_PREFIX = '0E-2A';

/** CNI configuration for install-cni to write to Windows nodes; none where another CNI plugin is in charge. */
export function windowsCniConfigMap(input: WindowsInput): ConfigMap[] {
  if (input.spec.cni.type !== 'Calico') return [];
  const metadata = { name: CNI_CONFIG_WINDOWS, namespace: CALICO_SYSTEM };
  const config = cniConfigList('Calico', [calicoPlugin(input)]);
  return [{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { config } }];
}

/** Words in double underscores are filled in by install-cni on the node. */
function calicoPlugin(input: WindowsInput): JsonObject {
  const { spec, felix, endpoint, dns } = input;
  return {
    type: 'calico',
    name: 'Calico',
    datastore_type: 'kubernetes',
    windows_use_single_network: true,
    mode: windowsBackend(spec),
    vxlan_mac_prefix: spec.windowsNodes?.vxlanMACPrefix ?? MAC_PREFIX,
    vxlan_vni: felix.vxlanVni,
    mtu: spec.calicoNetwork.mtu ?? 0,
    policy: { type: 'k8s' },
    log_file_path: 'c:/var/log/calico/cni/cni.log',
    ...cniLogging(spec),
    windows_loopback_DSR: '__DSR_SUPPORT__',
    capabilities: { dns: true },
    nodename: '__KUBERNETES_NODE_NAME__',
    nodename_file: '__NODENAME_FILE__',
    nodename_file_optional: true,
    ipam: { type: spec.cni.ipam.type === 'Calico' ? 'calico-ipam' : 'host-local', subnet: 'usePodCidr' },
    kubernetes: {
      kubeconfig: fileOnDrive(cniDirectories(spec).config, 'calico-kubeconfig'),
      ...apiRoot(endpoint.host),
    },
    DNS: { Nameservers: [...dns.addresses], Search: [`svc.${dns.clusterDomain}`] },
    policies: endpointPolicies(spec.serviceCIDRs ?? []),
  };
}

/** Rules for the host network service: Services keep the address of the pod that asks, and are reached through the host. */
function endpointPolicies(serviceRanges: readonly string[]): JsonObject[] {
  return [
    endpointPolicy({ Type: 'OutBoundNAT', ExceptionList: [...serviceRanges] }),
    ...serviceRanges.map((range) => endpointPolicy({ Type: 'SDNROUTE', DestinationPrefix: range, NeedEncap: true })),
  ];
}

function endpointPolicy(value: JsonObject): JsonObject {
  return { Name: 'EndpointPolicy', Value: value };
}
