import type { LoopDelay } from './loop-watch.ts';
import type { ClusterFigures, PhaseFigures } from './measure.ts';
import type { Counts, PeerFigures } from './peer-figures.ts';

interface Row {
  readonly label: string;
  readonly ours?: (figures: ClusterFigures) => string;
  readonly theirs?: (figures: PeerFigures) => string | undefined;
}

const verbs = ['get', 'list', 'create', 'update', 'patch', 'delete'] as const;
/** Not there, conflict, too many requests; others are in the sum. */
const codes = ['404', '409', '429'] as const;

/**
 * A table of our clusters, and beside them of another operator on clusters of its own, which `peerLegend` tells more about.
 * Sizes are in MiB.
 */
export function figuresTable(ours: readonly ClusterFigures[], theirs: readonly PeerFigures[]): string[] {
  const heads = [
    '',
    ...ours.map(({ nodes }) => `${count(nodes)} nodes`),
    ...theirs.map(({ nodes }, index) => `peer ${index + 1}: ${count(nodes)}`),
  ];
  const cells = rows.map((row) =>
    [row.label].concat(
      ours.map((figures) => row.ours?.(figures) ?? ''),
      theirs.map((figures) => row.theirs?.(figures) ?? ''),
    ),
  );
  return aligned([heads, ...cells]);
}

/** What each of the other operator's columns was measured on. */
export function peerLegend(theirs: readonly PeerFigures[]): string[] {
  return theirs.map(({ scenario }, index) => `peer ${index + 1}: ${scenario}`);
}

const install: readonly Row[] = [
  { label: 'Install' },
  { label: '  first request to last create', ours: ({ install }) => seconds(install.firstRequestToLastCreate) },
  {
    label: '  first request to last write',
    ours: ({ install }) => seconds(install.firstRequestToLastWrite),
    theirs: ({ firstRequestToLastWrite }) => maybe(firstRequestToLastWrite, seconds),
  },
  { label: '  workloads ready to all Available', ours: ({ install }) => seconds(install.readyToAvailable) },
  { label: '  start to all Available', ours: ({ install }) => seconds(install.startToAvailable) },
  {
    label: '  requests, watches and lease apart',
    ours: ({ install }) => count(install.requests.total),
    theirs: ({ byVerb }) => byVerb && count(sum({ ...byVerb, watch: 0 })),
  },
  ...verbs.map((verb) => ({
    label: `    ${verb}`,
    ours: ({ install }: ClusterFigures) => count(install.requests.byVerb[verb] ?? 0),
    theirs: ({ byVerb }: PeerFigures) => byVerb && count(byVerb[verb] ?? 0),
  })),
  {
    label: '    watches',
    ours: ({ install }) => count(install.requests.watches),
    theirs: ({ byVerb }) => maybe(byVerb?.['watch'], count),
  },
  {
    label: '  answered 4xx or 5xx',
    ours: ({ install }) => count(sum(install.requests.refusals)),
    theirs: ({ refusals }) => maybe(refusals, (codes) => count(sum(codes))),
  },
  ...codes.map((code) => ({
    label: `    ${code}`,
    ours: ({ install }: ClusterFigures) => count(install.requests.refusals[code] ?? 0),
    theirs: ({ refusals }: PeerFigures) => refusals && count(refusals[code] ?? 0),
  })),
  {
    label: '  objects written',
    ours: ({ install }) => count(install.requests.objects),
    theirs: ({ objects }) => maybe(objects, count),
  },
  { label: '  writes per object, status apart', ours: ({ install }) => install.requests.writesPerObject.toFixed(2) },
  { label: '  writes to status', ours: ({ install }) => count(install.requests.statusWrites) },
  {
    label: '  RSS (peak)',
    ours: ({ install }) => memory(install),
    theirs: ({ rssMiB, peakRssMiB }) => `${rssMiB} (${peakRssMiB})`,
  },
  {
    label: '  CPU',
    ours: ({ install }) => seconds(install.usage.cpuSeconds),
    theirs: ({ cpuSeconds }) => maybe(cpuSeconds, seconds),
  },
  { label: '  event loop busy at most (p99)', ours: ({ install }) => delay(install.loopDelay) },
];

const rest: readonly Row[] = [
  { label: 'At rest', ours: ({ rest }) => seconds(rest.seconds), theirs: ({ rest }) => rest && seconds(rest.seconds) },
  {
    label: '  requests, watches and lease apart',
    ours: ({ rest }) => count(rest.requests.total),
    theirs: ({ rest }) => rest && `${count(rest.requests)} *`,
  },
  {
    label: '  writes, status included',
    ours: ({ rest }) => count(allWrites(rest)),
    theirs: ({ rest }) => rest && count(rest.writes),
  },
  { label: '  watches started', ours: ({ rest }) => count(rest.requests.watches) },
  { label: '  requests for the lease', ours: ({ rest }) => count(rest.requests.lease) },
  {
    label: '  RSS (peak)',
    ours: ({ rest }) => memory(rest),
    theirs: ({ rest }) => rest && String(rest.rssMiB),
  },
  {
    label: '  CPU',
    ours: ({ rest }) => seconds(rest.usage.cpuSeconds),
    theirs: ({ rest }) => rest && seconds(rest.cpuSeconds),
  },
];

const restart: readonly Row[] = [
  { label: 'Restart, converged', ours: ({ restart }) => seconds(restart.seconds) },
  { label: '  start to synced', ours: ({ restart }) => seconds(restart.startToSynced) },
  { label: '  writes, status included', ours: ({ restart }) => count(allWrites(restart)) },
  { label: '  requests, watches and lease apart', ours: ({ restart }) => count(restart.requests.total) },
  { label: '  RSS (peak)', ours: ({ restart }) => memory(restart) },
  { label: '  CPU', ours: ({ restart }) => seconds(restart.usage.cpuSeconds) },
  { label: '  event loop busy at most (p99)', ours: ({ restart }) => delay(restart.loopDelay) },
];

const rows: readonly Row[] = [...install, ...rest, ...restart];

function maybe<T>(value: T | undefined, text: (value: T) => string): string | undefined {
  return value === undefined ? undefined : text(value);
}

function allWrites({ requests }: PhaseFigures): number {
  return requests.writes + requests.statusWrites;
}

function memory({ usage }: PhaseFigures): string {
  return `${Math.round(usage.rssMiB)} (${Math.round(usage.peakRssMiB)})`;
}

/** `123 ms (4)`. */
export function delay({ maxMs, p99Ms }: LoopDelay): string {
  return `${Math.round(maxMs)} ms (${Math.round(p99Ms)})`;
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function sum(counts: Counts): number {
  return Object.values(counts).reduce((total, each) => total + each, 0);
}

function aligned(lines: readonly string[][]): string[] {
  const columns = Array.from({ length: lines[0]?.length ?? 0 }, (_, column) => column);
  const widths = columns.map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const cell = (text: string, column: number): string =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return lines.map((line) => line.map(cell).join('   ').trimEnd());
}
