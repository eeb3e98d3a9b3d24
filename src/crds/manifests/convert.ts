import type { FelixConfigurationSpec } from '../calico/felix-configuration.ts';
import { mergeOverlay } from '../installation/merge-overlay.ts';
import type { InstallationSpec } from '../installation/spec.ts';
import { endpointToCopy } from './endpoint.ts';
import type { ManifestFacts } from './facts.ts';
import { felixSettings } from './felix-settings.ts';
import { ManifestReading } from './manifest-reading.ts';
import type { ManifestProblem } from './manifest-problem.ts';
import { addressRules } from './rules/addresses.ts';
import { cniRules } from './rules/cni.ts';
import { felixRules } from './rules/felix.ts';
import { ignoredRules, refuseUnread } from './rules/ignored.ts';
import { poolRules } from './rules/pools.ts';
import type { ManifestRule } from './rules/rule.ts';
import { volumeRules } from './rules/volumes.ts';
import { workloadRules } from './rules/workloads.ts';

/** An installation from manifests in the words of the Installation. */
export interface Conversion {
  /** What the Installation would have to say; of no use while there are problems. */
  readonly spec: InstallationSpec;
  /** Fields of FelixConfiguration that were variables, and would be lost. */
  readonly felix: FelixConfigurationSpec;
  /** Address of the API server without kube-proxy, where it stands in kube-system only. */
  readonly endpoint?: Readonly<Record<string, string>>;
  /** Everything that stands against it, not the first thing only. */
  readonly problems: readonly ManifestProblem[];
  /** What will be different. */
  readonly notes: readonly string[];
}

/** Every rule, in order; each reads something and says what it is in the Installation, or refuses it. */
export const manifestRules: readonly ManifestRule[] = [
  ...ignoredRules,
  ...workloadRules,
  ...volumeRules,
  ...cniRules,
  ...addressRules,
  ...felixRules,
  ...poolRules,
];

/**
 * Reads an installation from manifests. Every variable of every container of calico-node is understood, or refused by
 * name. Pure. docs/migrate-from-manifests.md has the table.
 */
export function convertManifests(facts: ManifestFacts): Conversion {
  const reading = new ManifestReading(facts);
  const spec = manifestRules.reduce<InstallationSpec>((made, rule) => mergeOverlay(made, rule.convert(reading)), {});
  const felix = felixSettings(reading);
  const endpoint = endpointToCopy(reading, spec);
  refuseUnread(reading);
  const { problems, notes } = reading;
  return { spec, felix, problems, notes, ...(endpoint && { endpoint }) };
}
