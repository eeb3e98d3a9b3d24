import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FlagError } from '../../../src/cli/flags.ts';
import { canRunAsPod } from '../../cluster/pod-access.ts';
import { TestCluster } from '../../cluster/test-cluster.ts';
import { readPeerFigures } from '../peer-figures.ts';
import { addCrowd } from './crowd.ts';
import { measureScale } from './measure-scale.ts';
import { readScaleOptions } from './options.ts';
import { scaleTable } from './scale-table.ts';

const root = join(import.meta.dirname, '..', '..', '..');

async function main(args: readonly string[]): Promise<number> {
  const options = readScaleOptions(args);
  if (typeof options === 'string') {
    process.stdout.write(options);
    return 0;
  }
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());
  const report = reporter();
  const folder = mkdtempSync(join(tmpdir(), 'calico-operator-scale-'));
  try {
    const cluster = await TestCluster.start({ root, folder, nodes: options.nodes, report });
    try {
      await addCrowd(cluster.admin, options, report);
      const setting = { ...options, cluster, inPod: canRunAsPod(), report, signal: interrupted.signal };
      const figures = await measureScale(setting).catch((error: unknown) => {
        report(`The last words of the operator:\n${tail(cluster.operatorLog)}`);
        throw error;
      });
      console.log(`\n${scaleTable(options, figures, readPeerFigures(options.peer)).join('\n')}\n`);
      return 0;
    } finally {
      await cluster.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const tailBytes = 4_000;

function tail(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').slice(-tailBytes) : '';
}

function reporter(): (line: string) => void {
  const startedAt = Date.now();
  return (line) => console.log(`${((Date.now() - startedAt) / 1000).toFixed(0).padStart(5)} s  ${line}`);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(error instanceof FlagError ? 2 : 1);
  },
);
