import type { KubeObject } from '../../k8s/object.ts';
import { CALICO_NODE, CALICO_NODE_WINDOWS, CALICO_TYPHA } from '../../renderers/shared/names.ts';
import { CALICO_VERSION } from '../../renderers/shared/images.ts';

/** What decides about the order of an upgrade. */
export interface VersionFacts {
  /** What runs on every node, as the status says; undefined before the first installation is complete. */
  readonly running: string | undefined;
  readonly typhaExists: boolean;
  /** How far calico-node, on Windows too, respectively Typha, has moved to the new version; asked only where versions differ. */
  readonly node: () => Progress;
  readonly typha: () => Progress;
}

/** How far something is. */
export interface Progress {
  readonly isDone: boolean;
  /** What is left, for people. */
  readonly left: string;
}

/**
 * Typha refuses clients that are older than itself, so an upgrade rolls calico-node first and a downgrade Typha first
 * (docs/adr/0006-no-fleet-collapse.md). Returns why an object is held back, if it is. Pure.
 */
export function versionHold(facts: VersionFacts): (object: KubeObject) => string | undefined {
  const { running } = facts;
  if (running === undefined || running === CALICO_VERSION || !facts.typhaExists) return () => undefined;
  const upgrade = compareVersions(running, CALICO_VERSION) < 0;
  const [kind, names, { isDone, left }] = upgrade
    ? ['Deployment', [CALICO_TYPHA], facts.node()]
    : ['DaemonSet', [CALICO_NODE, CALICO_NODE_WINDOWS], facts.typha()];
  const first = upgrade ? 'calico-node' : 'Typha';
  const because = `it moves from ${running} to ${CALICO_VERSION} once every ${first} pod has: ${left}`;
  return (object) => (!isDone && object.kind === kind && names.includes(object.metadata.name) ? because : undefined);
}

/** Negative where `left` is older. Versions such as `v3.32.1`; what cannot be read counts as older. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [numbersOf(left), numbersOf(right)];
  const index = a.findIndex((part, position) => part !== b[position]);
  return index === -1 ? 0 : (a[index] ?? -1) - (b[index] ?? -1);
}

function numbersOf(version: string): number[] {
  const found = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version);
  return found === null ? [-1, -1, -1] : found.slice(1).map(Number);
}
