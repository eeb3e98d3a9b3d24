import type { KubeObject } from '../../k8s/object.ts';
import { CALICO_SYSTEM, CALICO_TYPHA, OPERATOR_SECRETS } from '../../renderers/shared/names.ts';

/** Kinds of one wave go out together (docs/architecture.md, "Waves"); what is not listed goes with the third. */
const waveOfKind: Readonly<Record<string, number>> = {
  Namespace: 0,
  DaemonSet: 6,
  Deployment: 6,
  StatefulSet: 6,
  Job: 6,
  NetworkPolicy: 7,
  GlobalNetworkPolicy: 8,
};
const ordinaryWave = 2;

/** Groups objects into waves, in order; inside a wave the order of rendering is kept. */
export function wavesOf(objects: readonly KubeObject[]): KubeObject[][] {
  const waves = new Map<number, KubeObject[]>();
  for (const object of objects) {
    const wave = waveOf(object);
    waves.set(wave, [...(waves.get(wave) ?? []), object]);
  }
  return [...waves.entries()].toSorted(([a], [b]) => a - b).map(([, members]) => members);
}

function waveOf({ kind, metadata }: KubeObject): number {
  // The right to write Secrets comes before the Secrets.
  if (kind === 'RoleBinding' && metadata.name === OPERATOR_SECRETS) return 1;
  // Certificates come after the bundle that they are trusted by, and the copies for pods after what they are copies of: a
  // new pair that cannot be stored would otherwise reach pods, and be made anew in each pass.
  if (kind === 'Secret') return metadata.namespace === CALICO_SYSTEM ? 4 : 3;
  // Typha is sent before its clients: a calico-node that finds none goes to the API server by itself.
  if (kind === 'Deployment' && metadata.name === CALICO_TYPHA) return 5;
  // A policy names its tier, so the tier is there first.
  if (kind === 'Tier') return ordinaryWave;
  return waveOfKind[kind] ?? ordinaryWave;
}
