/** What users should know about the CRDs, for the status of the Installation. Sentences are stable: no times in them. */
export class CrdFindings {
  readonly #listeners = new Set<() => void>();
  #warnings: readonly string[] = [];

  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /** Takes in what a pass has found; listeners hear of it where it is news. */
  found(warnings: readonly string[]): void {
    const isNews =
      warnings.length !== this.#warnings.length || warnings.some((each, at) => each !== this.#warnings[at]);
    this.#warnings = warnings;
    if (isNews) for (const listener of this.#listeners) listener();
  }

  /** Returns how to end that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

/** A definition that is left as it is, and what it has that ours lacks. */
export interface NewerCrd {
  readonly name: string;
  readonly extras: readonly string[];
}

/** A definition that others write over ours again and again. */
export interface ContestedCrd {
  readonly name: string;
  readonly by: readonly string[];
}

export interface FailedCrd {
  readonly name: string;
  readonly message: string;
}

/** One sentence for each kind of finding (docs/warnings.md). */
export function warningsOf(
  newer: readonly NewerCrd[],
  contested: readonly ContestedCrd[],
  failed: readonly FailedCrd[],
): string[] {
  return [...newerWarning(newer), ...contestedWarnings(contested), ...failedWarning(failed)];
}

function newerWarning(newer: readonly NewerCrd[]): string[] {
  if (newer.length === 0) return [];
  const [example] = newer.flatMap(({ name, extras }) => extras.slice(0, 1).map((field) => `${field} of ${name}`));
  const evidence = example === undefined ? 'a later release of this operator brought them' : `they have ${example}`;
  const names = some(newer.map(({ name }) => name));
  return [
    `CAL-601 CRDs are newer than this operator and are left as they are: ${names} (${evidence}); run the release of the operator that they belong to`,
  ];
}

function contestedWarnings(contested: readonly ContestedCrd[]): string[] {
  const byWriter = Map.groupBy(contested, ({ by }) => by.join(', '));
  return [...byWriter]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([writer, crds]) => {
      const names = some(crds.map(({ name }) => name));
      return `CAL-602 ${writer} keeps replacing CRDs with older ones, so they are not sent again for now: ${names}; let one program bring the CRDs, for example the Go operator or this one with -manage-crds=false`;
    });
}

function failedWarning(failed: readonly FailedCrd[]): string[] {
  return failed
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name, message }) => `CAL-603 CRD ${name} cannot be brought: ${message}`);
}

/** What a sentence is about, without the definitions that it lists. */
export function openingOf(warning: string): string {
  return warning.split(': ', 1)[0] ?? '';
}

const shown = 3;

function some(names: readonly string[]): string {
  const sorted = names.toSorted();
  const rest = sorted.length - shown;
  return `${sorted.slice(0, shown).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
