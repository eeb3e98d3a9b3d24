/** The facts behind what stood beside the Installation in a recording. */
import type { ConfigMap, Secret } from '../src/crds/generated/core.gen.ts';
import type { ClusterInformationSpec } from '../src/crds/calico/cluster-information.ts';
import type { OperatorObject } from '../src/crds/operator-kind.ts';
import type { EveryAddonInput } from '../src/renderers/catalog.ts';
import type { AddonCertificates, PullSecret } from '../src/renderers/input.ts';
import { withoutUndefined } from '../src/renderers/shared/without-undefined.ts';
import { recordedTraces, templateOf } from './recorded-pods.ts';
import {
  coreInputOf,
  ownerOf,
  recorded,
  recordedKeyPair,
  requestedKeyPair,
  trustedCertificates,
  valueOf,
  type Recording,
} from './recordings.ts';

/** The custom resource of each add-on, and the Secret with its pair, by the name of the component. */
const addons: Readonly<Record<string, { readonly resource: string; readonly pair: string }>> = {
  goldmane: { resource: 'Goldmane default', pair: 'goldmane-key-pair' },
  whisker: { resource: 'Whisker default', pair: 'whisker-backend-key-pair' },
  guardian: { resource: 'ManagementClusterConnection tigera-secure', pair: 'guardian-key-pair' },
};

/** The facts behind an add-on of a recording, by its component's name; undefined where it has none. */
export function addonInputOf(recording: Recording, component: string): EveryAddonInput | undefined {
  const { resource: ref = '' } = addons[component] ?? {};
  const resource = recording.objects.get(ref) ?? recording.asked.get(ref);
  const owner = recording.objects.get(`Deployment calico-system/${component}`)?.metadata.ownerReferences?.[0];
  if (resource === undefined || owner === undefined) return undefined;
  const { spec = {} } = resource as OperatorObject<string, object>;
  return {
    ...coreInputOf(recording),
    owner: ownerOf({ ...resource, metadata: { ...resource.metadata, uid: owner.uid } }),
    certs: recordedCertificates(recording, component),
    ...recordedTraces(recording, component),
    clusterDomain: 'cluster.local',
    clusterInformation: recordedInformation(recording),
    connected: recording.asked.has('ManagementClusterConnection tigera-secure'),
    goldmane: spec,
    whisker: spec,
    connection: spec,
    tunnel: recordedTunnel(recording),
  };
}

/** The certificates of the tunnel to a management cluster; empty where there is none. */
function recordedTunnel({ objects }: Recording): PullSecret {
  const name = 'tigera-managed-cluster-connection';
  const { type = 'Opaque', data = {} } = (objects.get(`Secret calico-system/${name}`) ?? {}) as Partial<Secret>;
  return { name, type, data };
}

/** It is Calico's own, and not recorded; the environment of the console repeats it. */
export function recordedInformation(recording: Recording): ClusterInformationSpec {
  const pods = templateOf(recording.objects.get('Deployment calico-system/whisker') ?? {})?.spec;
  const variables = pods?.containers.find(({ name }) => name === 'whisker')?.env ?? [];
  return withoutUndefined({
    calicoVersion: valueOf(variables, 'CALICO_VERSION'),
    clusterGUID: valueOf(variables, 'CLUSTER_ID'),
    clusterType: valueOf(variables, 'CLUSTER_TYPE'),
  });
}

function recordedCertificates(recording: Recording, component: string): AddonCertificates {
  const { pair = '' } = addons[component] ?? {};
  const { data = {} } = recorded(recording, `ConfigMap calico-system/${component}-ca-bundle`) as ConfigMap;
  const { spec } = coreInputOf(recording);
  return {
    pair: requestedKeyPair(spec, pair, component) ?? recordedKeyPair(recording, pair),
    trusted: trustedCertificates(data['tigera-ca-bundle.crt'] ?? ''),
    unused: [],
  };
}
