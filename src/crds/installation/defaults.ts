import { settleCni } from './default-cni.ts';
import { settleNetwork } from './default-network.ts';
import type { DefaultingFacts } from './facts.ts';
import { AKS_TYPHA_AFFINITY, CNI_LOG_DEFAULTS, flexVolumePath, windowsDirectories } from './platform-defaults.ts';
import type { InstallationSpec, KubernetesProvider, SettledSpec } from './spec.ts';
import { withoutStaleDefaults } from './stale-defaults.ts';

/**
 * The spec with everything that is detected or defaulted filled in, overlay merged before. Pure, and nothing of it is
 * written back: the spec is the user's. Values that are no more than a default
 * which an earlier operator stored do not stand in the way of an edit. The table of defaults: docs/defaults.md.
 */
export function applyDefaults(written: InstallationSpec, facts: DefaultingFacts): SettledSpec {
  const provider = settleProvider(written, facts);
  const cni = settleCni(written, provider, facts);
  const spec = withoutStaleDefaults(written, { provider, cniType: cni.type });
  return {
    ...spec,
    variant: spec.variant ?? 'Calico',
    kubernetesProvider: provider,
    cni,
    calicoNetwork: settleNetwork(spec, { provider, cni, facts }),
    ...(cni.type === 'Calico' ? { logging: calicoLogging(spec) } : {}),
    ...windowsNodes(spec, provider),
    ...azureDefaults(spec, provider),
    flexVolumePath: asDirectory(firstGiven([spec.flexVolumePath]) ?? flexVolumePath(provider)),
    kubeletVolumePluginPath: firstGiven([spec.kubeletVolumePluginPath]) ?? '/var/lib/kubelet',
    controlPlaneReplicas: spec.controlPlaneReplicas ?? 2,
    nodeUpdateStrategy: updateStrategy(spec.nodeUpdateStrategy),
  };
}

/** The settled spec as `status.computed` shows it: a platform that is none is left out. */
export function computedSpec(settled: SettledSpec): InstallationSpec {
  const { kubernetesProvider, ...spec } = settled;
  return kubernetesProvider === '' ? spec : settled;
}

function settleProvider(spec: InstallationSpec, { previous, detectedProvider }: DefaultingFacts): KubernetesProvider {
  return firstGiven([spec.kubernetesProvider, previous?.kubernetesProvider, detectedProvider]) ?? '';
}

/** The first that is neither absent nor empty. */
function firstGiven<T extends string>(values: readonly (T | undefined)[]): T | undefined {
  return values.find((value) => value !== undefined && value !== '');
}

function calicoLogging({ logging }: InstallationSpec): NonNullable<InstallationSpec['logging']> {
  return { ...logging, cni: { ...CNI_LOG_DEFAULTS, ...logging?.cni } };
}

function windowsNodes(spec: InstallationSpec, provider: KubernetesProvider): Pick<InstallationSpec, 'windowsNodes'> {
  if (spec.calicoNetwork?.windowsDataplane !== 'HNS') return {};
  const given = Object.entries(spec.windowsNodes ?? {}).filter(([, value]) => value !== '');
  return { windowsNodes: { ...windowsDirectories(provider), ...Object.fromEntries(given) } };
}

function azureDefaults(
  spec: InstallationSpec,
  provider: KubernetesProvider,
): Pick<InstallationSpec, 'azure' | 'typhaAffinity'> {
  if (provider !== 'AKS') return {};
  return {
    azure: spec.azure ?? { policyMode: 'Default' },
    typhaAffinity: spec.typhaAffinity ?? structuredClone(AKS_TYPHA_AFFINITY),
  };
}

/** The driver's name is put right behind the path, so it must end with a slash. */
function asDirectory(path: string): string {
  return path === 'None' || path.endsWith('/') ? path : `${path}/`;
}

/** One node at a time. Kubernetes refuses a surge beside unavailable pods, so a surge makes the latter 0. */
function updateStrategy(given: InstallationSpec['nodeUpdateStrategy']): SettledSpec['nodeUpdateStrategy'] {
  const surges = given?.rollingUpdate?.maxSurge !== undefined && given.rollingUpdate.maxSurge !== 0;
  return {
    type: 'RollingUpdate',
    ...given,
    rollingUpdate: { maxUnavailable: surges ? 0 : 1, ...given?.rollingUpdate },
  };
}
