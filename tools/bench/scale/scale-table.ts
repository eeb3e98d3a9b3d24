import type { PeerFigures } from '../peer-figures.ts';
import type { ProcessUsage } from '../process-usage.ts';
import { delay } from '../table.ts';
import type { ScaleFigures } from './measure-scale.ts';
import type { ScaleOptions } from './options.ts';

interface Row {
  readonly label: string;
  readonly ours: string;
  readonly goal: string;
  /** Of another operator, where it was measured. */
  readonly theirs: string;
}

/**
 * The figures beside their goals, and beside those of another operator on its largest cluster, on which it had most to
 * remember.
 */
export function scaleTable(
  { nodes, secrets, pods }: Pick<ScaleOptions, 'nodes' | 'secrets' | 'pods'>,
  figures: ScaleFigures,
  peers: readonly PeerFigures[],
): string[] {
  const size = [`${count(nodes)} nodes`, `${count(secrets)} foreign Secrets`, `${count(pods)} foreign pods`].join(', ');
  const peer = peers.toSorted((a, b) => b.nodes - a.nodes || b.peakRssMiB - a.peakRssMiB)[0];
  const heads = { label: size, ours: '', goal: 'goal', theirs: peer === undefined ? '' : 'peer' };
  const legend = peer === undefined ? [] : [`peer: ${peer.scenario}`];
  return [...aligned([heads, ...rowsOf(figures, peer)]), ...legend];
}

function rowsOf({ install, restart, storm, threshold }: ScaleFigures, peer?: PeerFigures): Row[] {
  return [
    row('start to all Available', seconds(install.seconds)),
    row('  RSS (peak)', memory(install.usage), '100 MiB', peer && memory(peer)),
    row('  CPU', seconds(install.usage.cpuSeconds)),
    row('  event loop busy at most (p99)', delay(install.loopDelay), '500 ms'),
    row('restart: start to synced', seconds(restart.startToSynced), '20 s'),
    row('  RSS (peak), 30 s later', memory(restart.usage), '100 MiB'),
    row('heartbeats of nodes in a second', storm.updatesInASecond.toFixed(0)),
    row('  reconciles', count(storm.reconciles), '0'),
    row('  share of a core', `${(storm.cpuShare * 100).toFixed(1)} %`, '10 %'),
    row('  RSS (peak)', memory(storm.usage), '100 MiB'),
    row('  event loop busy at most (p99), since the restart', delay(storm.loopDelay), '500 ms'),
    row(`200 nodes more: to ${threshold.replicas} Typhas`, seconds(threshold.seconds), '15 s'),
  ];
}

function row(label: string, ours: string, goal = '', theirs = ''): Row {
  return { label, ours, goal, theirs };
}

function aligned(rows: readonly Row[]): string[] {
  const width = (pick: (row: Row) => string): number => Math.max(...rows.map((each) => pick(each).length));
  const [label, ours] = [width((each) => each.label), width((each) => each.ours)];
  const [goal, theirs] = [width((each) => each.goal), width((each) => each.theirs)];
  return rows.map((each) =>
    [each.label.padEnd(label), each.ours.padStart(ours), each.goal.padStart(goal), each.theirs.padStart(theirs)]
      .join('   ')
      .trimEnd(),
  );
}

function memory({ rssMiB, peakRssMiB }: Pick<ProcessUsage, 'rssMiB' | 'peakRssMiB'>): string {
  return `${Math.round(rssMiB)} (${Math.round(peakRssMiB)})`;
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
