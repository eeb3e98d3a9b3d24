import type { InstallationSpec } from '../../installation/spec.ts';
import type { ManifestReading } from '../manifest-reading.ts';

/** One row of the conversion. */
export interface ManifestRule {
  /** What it reads, as the table in docs/migrate-from-manifests.md names it. */
  readonly reads: string;
  /** The part of the Installation that it makes; notes in the reading what it cannot. */
  convert(reading: ManifestReading): InstallationSpec;
}

/** A row that only looks. */
export function check(reads: string, look: (reading: ManifestReading) => void): ManifestRule {
  return {
    reads,
    convert: (reading) => {
      look(reading);
      return {};
    },
  };
}
