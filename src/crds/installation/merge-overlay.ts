import type { InstallationSpec } from './spec.ts';

interface JsonObject {
  readonly [key: string]: unknown;
}

/**
 * How deep a field is merged: as a whole, field by field, or for overrides of workloads down to the parts that are
 * replaced as a whole (labels, containers, tolerations …).
 */
type Depth = 'whole' | 'fields' | 'override';

const depths: Readonly<Partial<Record<keyof InstallationSpec, Depth>>> = {
  cni: 'fields',
  calicoNetwork: 'fields',
  windowsNodes: 'fields',
  namespaces: 'fields',
  typhaAutoscaling: 'fields',
  calicoNodeDaemonSet: 'override',
  csiNodeDriverDaemonSet: 'override',
  calicoKubeControllersDeployment: 'override',
  typhaDeployment: 'override',
  calicoNodeWindowsDaemonSet: 'override',
  calicoWindowsUpgradeDaemonSet: 'override',
};

/** The structs that overrides are nested in; whatever else they hold is replaced as a whole. */
const overrideStructs = new Set(['metadata', 'spec', 'template']);

/**
 * The spec of the Installation `default` with that of `overlay` laid over it. What the overlay leaves open stays; it
 * cannot unset anything, save by an empty list of pools or tolerations, which say something of their own.
 */
export function mergeOverlay(base: InstallationSpec, overlay: InstallationSpec): InstallationSpec {
  return mergeFields(base, overlay, (key) => (isSpecField(key) ? (depths[key] ?? 'whole') : 'whole'));
}

function isSpecField(key: string): key is keyof typeof depths {
  return Object.hasOwn(depths, key);
}

function mergeFields<T extends object>(base: T, overlay: T, depthOf: (key: string) => Depth): T {
  const merged = new Map<string, unknown>(Object.entries(base));
  for (const [key, value] of Object.entries(overlay)) {
    if (saysNothing(key, value)) continue;
    merged.set(key, mergeValue(merged.get(key), value, depthOf(key)));
  }
  return { ...base, ...Object.fromEntries(merged) };
}

function mergeValue(base: unknown, overlay: unknown, depth: Depth): unknown {
  if (depth === 'whole' || !isObject(base) || !isObject(overlay)) return overlay;
  const nested = (key: string): Depth => (depth === 'override' && overrideStructs.has(key) ? 'override' : 'whole');
  return mergeFields(base, overlay, nested);
}

const meaningfulWhenEmpty = new Set(['ipPools', 'tolerations']);

function saysNothing(key: string, value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return Array.isArray(value) && value.length === 0 && !meaningfulWhenEmpty.has(key);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
