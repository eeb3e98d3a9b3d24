import type { TigeraStatus } from '../../src/crds/tigerastatus.ts';

const columns = ['NAME', 'AVAILABLE', 'PROGRESSING', 'DEGRADED', 'SINCE', 'MESSAGE'] as const;

/** The table that `kubectl get tigerastatus` prints; progress stands in the last column while there is any. */
export function statusTable(statuses: readonly TigeraStatus[], now: Date): string[] {
  const rows = statuses
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .map((status) => rowOf(status, now));
  const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)));
  return [columns, ...rows].map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('   ')
      .trimEnd(),
  );
}

function rowOf({ metadata, status }: TigeraStatus, now: Date): string[] {
  const said = (type: string): Condition => status?.conditions.find((each) => each.type === type) ?? nothingSaid;
  const [available, progressing, degraded] = [said('Available'), said('Progressing'), said('Degraded')];
  const since = available.lastTransitionTime;
  const explains = progressing.status === 'True' && degraded.status !== 'True' ? progressing : degraded;
  return [
    metadata.name,
    available.status,
    progressing.status,
    degraded.status,
    since === '' ? '' : age(now.getTime() - Date.parse(since)),
    (explains.message ?? '').replaceAll('\n', '; '),
  ];
}

type Condition = NonNullable<TigeraStatus['status']>['conditions'][number];

const nothingSaid: Condition = { type: '', status: '', lastTransitionTime: '' };

function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return seconds < 120 ? `${seconds}s` : `${Math.floor(seconds / 60)}m`;
}
