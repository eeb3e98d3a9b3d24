import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FlagError } from '../../src/cli/flags.ts';
import { canRunAsPod } from '../cluster/pod-access.ts';
import { TestCluster } from '../cluster/test-cluster.ts';
import { measure, type ClusterFigures } from './measure.ts';
import { readBenchOptions, type BenchOptions } from './options.ts';
import { readPeerFigures } from './peer-figures.ts';
import { figuresTable, peerLegend } from './table.ts';

/** The exit code of a program that Ctrl-C ended. */
const exitInterrupted = 130;

async function main(args: readonly string[]): Promise<number> {
  const options = readBenchOptions(args, canRunAsPod());
  if (typeof options === 'string') {
    process.stdout.write(options);
    return 0;
  }
  const interrupted = onInterrupt();
  say(options.inPod ? 'The operator runs as in a pod.' : 'The operator runs with a kubeconfig.');
  const measured: ClusterFigures[] = [];
  const failures: string[] = [];
  for (const nodes of options.nodes) {
    try {
      measured.push(await measureFresh(nodes, options, interrupted));
    } catch (error) {
      if (interrupted.aborted) return exitInterrupted;
      failures.push(`${nodes} nodes: ${error instanceof Error ? error.message : String(error)}`);
      say(failures.at(-1) ?? '');
    }
  }
  publish(measured, options);
  for (const failure of failures) say(`\nFailed with ${failure}`);
  return failures.length === 0 ? 0 : 1;
}

async function measureFresh(
  nodes: number,
  { restSeconds, inPod }: BenchOptions,
  signal: AbortSignal,
): Promise<ClusterFigures> {
  const startedAt = Date.now();
  const report = (line: string): void => {
    const elapsed = ((Date.now() - startedAt) / 1000).toFixed(0).padStart(4);
    say(`${elapsed} s  ${nodes} nodes: ${line}`);
  };
  const folder = mkdtempSync(join(tmpdir(), 'calico-operator-bench-'));
  try {
    const cluster = await TestCluster.start({ root: join(import.meta.dirname, '..', '..'), folder, nodes, report });
    try {
      return await measure({ cluster, nodes, restSeconds, inPod, report, signal });
    } finally {
      await cluster.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function publish(measured: readonly ClusterFigures[], { json, inPod, peer }: BenchOptions): void {
  const peers = readPeerFigures(peer);
  if (json !== '') writeFileSync(json, `${JSON.stringify({ inPod, measured, peers }, undefined, 2)}\n`);
  if (measured.length === 0) return;
  say(`\n${figuresTable(measured, peers).join('\n')}\n`);
  say('RSS in MiB.');
  if (peers.length === 0) return;
  say(`peer: another operator, as ${peer} has it; * watches, lease and status included`);
  for (const line of peerLegend(peers)) say(line);
}

function say(line: string): void {
  console.log(line);
}

function onInterrupt(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => controller.abort());
  return controller.signal;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(error instanceof FlagError ? 2 : 1);
  },
);
