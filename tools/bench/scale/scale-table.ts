import type { ProcessUsage } from '../process-usage.ts';
import type { ScaleFigures } from './measure-scale.ts';
import type { ScaleOptions } from './options.ts';

interface Row {
  readonly label: string;
  readonly ours: string;
  readonly goal: string;
  /** Of the Go operator, where it was measured. */
  readonly theirs: string;
}

/**
 * The figures beside their goals. The Go operator v1.42.4 was measured with 5,000 nodes and nothing else on the cluster,
 * two and four minutes into the rollout.
 */
export function scaleTable({ nodes, secrets, pods }: ScaleOptions, figures: ScaleFigures): string[] {
  const size = [`${count(nodes)} nodes`, `${count(secrets)} foreign Secrets`, `${count(pods)} foreign pods`].join(', ');
  const heads = { label: size, ours: '', goal: 'goal', theirs: 'Go, 5,000' };
  return aligned([heads, ...rowsOf(figures)]);
}

function rowsOf({ install, restart, storm, threshold }: ScaleFigures): Row[] {
  return [
    row('start to all Available', seconds(install.seconds)),
    row('  RSS (peak)', memory(install.usage), '100 MiB', '799 (846)'),
    row('  CPU', seconds(install.usage.cpuSeconds)),
    row('restart: start to synced', seconds(restart.startToSynced), '20 s'),
    row('  RSS (peak), 30 s later', memory(restart.usage), '100 MiB'),
    row('heartbeats of nodes in a second', storm.updatesInASecond.toFixed(0)),
    row('  reconciles', count(storm.reconciles), '0'),
    row('  share of a core', `${(storm.cpuShare * 100).toFixed(1)} %`, '10 %'),
    row('  RSS (peak)', memory(storm.usage), '100 MiB'),
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

function memory({ rssMiB, peakRssMiB }: ProcessUsage): string {
  return `${Math.round(rssMiB)} (${Math.round(peakRssMiB)})`;
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
