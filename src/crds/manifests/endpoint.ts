import type { InstallationSpec } from '../installation/spec.ts';
import { ENDPOINT_CONFIG } from './facts.ts';
import type { ManifestReading } from './manifest-reading.ts';

const keys = ['KUBERNETES_SERVICE_HOST', 'KUBERNETES_SERVICE_PORT'] as const;

/**
 * The address of the API server that calico-node uses without kube-proxy, to be put where the operator looks for it; nothing
 * where it is there already, or nobody needs it. Refuses BPF without such an address.
 */
export function endpointToCopy(
  reading: ManifestReading,
  { calicoNetwork = {} }: InstallationSpec,
): Readonly<Record<string, string>> | undefined {
  const { configMaps, endpointPrepared } = reading.facts;
  if (endpointPrepared) return undefined;
  const data = configMaps.get(ENDPOINT_CONFIG) ?? {};
  const found = keys.flatMap((key) => (data[key] === undefined || data[key] === '' ? [] : [[key, data[key]] as const]));
  const isUsed = calicoNetwork.linuxDataplane === 'BPF' || readsWhole(reading);
  if (isUsed && found.length === keys.length) return Object.fromEntries(found);
  reading.refuseIf(calicoNetwork.linuxDataplane === 'BPF', {
    field: `ConfigMap kube-system/${ENDPOINT_CONFIG}`,
    message: `has no ${keys.join(' and ')}, which BPF needs in place of kube-proxy`,
    fix: 'create it, in kube-system or in the namespace of the operator',
  });
  return undefined;
}

function readsWhole({ containers }: ManifestReading): boolean {
  return containers.some(({ envFrom = [] }) =>
    envFrom.some(({ configMapRef }) => configMapRef?.name === ENDPOINT_CONFIG),
  );
}
