import type { Manager } from './managers.ts';

/** Another manager, and what it owns with other values than the applied ones. */
export interface Conflict extends Manager {
  /** Paths, for example `.spec.replicas`. */
  readonly fields: readonly string[];
}

/** One cause in the details of the API server's Status. */
export interface ConflictCause {
  readonly reason: 'FieldManagerConflict';
  readonly message: string;
  readonly field: string;
}

/** The message of the API server's answer 409. */
export function conflictMessage(conflicts: readonly Conflict[]): string {
  const count = conflicts.reduce((sum, { fields }) => sum + fields.length, 0);
  const [first] = conflicts;
  if (count === 1 && first !== undefined) {
    return `Apply failed with 1 conflict: conflict with ${describe(first)}: ${first.fields.join('')}`;
  }
  const parts = conflicts.map(
    (conflict) => `conflicts with ${describe(conflict)}:${conflict.fields.map((field) => `\n- ${field}`).join('')}`,
  );
  return `Apply failed with ${count} conflicts: ${parts.join('\n')}`;
}

export function conflictCauses(conflicts: readonly Conflict[]): ConflictCause[] {
  return conflicts.flatMap((conflict) =>
    conflict.fields.map((field) => ({
      reason: 'FieldManagerConflict' as const,
      message: `conflict with ${describe(conflict)}`,
      field,
    })),
  );
}

function describe({ manager, operation, apiVersion, subresource }: Conflict): string {
  const part = subresource === undefined ? '' : ` with subresource "${subresource}"`;
  return `"${manager}"${part}${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
}
