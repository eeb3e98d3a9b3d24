import type { InstallationSpec } from './spec.ts';

/** The base with what the overlay says laid over it. */
export function mergeOverlay(base: InstallationSpec, overlay: InstallationSpec): InstallationSpec {
  return { ...base, ...overlay };
}
