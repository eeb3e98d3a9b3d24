/**
 * `node tools/take-over/main.ts DIRECTORY [NAME...]`: takes over recorded clusters (`NAME.json` in DIRECTORY, all by
 * default) on a real control plane, goes back, and takes over again. Fails where a pod template changes, a pod restarts, a
 * certificate is made anew, fields stay with the operator of before, or the API server refuses one of its objects. A
 * recording of `crd.projectcalico.org/v1` needs `tools/own-network.sh`. Needs `npm run build`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecordings, type Recording } from '../recordings.ts';
import { RecordedCluster } from './recorded-cluster.ts';
import { takeOver } from './story.ts';

async function run(recording: Recording): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'calico-operator-take-over-'));
  const recorded = await RecordedCluster.start(recording, folder);
  try {
    return await takeOver(recorded.cluster, recording);
  } finally {
    await recorded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main([directory, ...names]: readonly string[]): Promise<void> {
  if (directory === undefined) throw new Error('usage: node tools/take-over/main.ts DIRECTORY [NAME...]');
  const recordings = readRecordings(directory).filter(({ name }) => names.length === 0 || names.includes(name));
  if (recordings.length === 0) throw new Error(`${directory} has no such recording`);
  for (const recording of recordings) {
    const began = Date.now();
    const problems = await run(recording);
    for (const problem of problems) console.log(`  ${problem}`);
    console.log(`${recording.name}: ${problems.length} problems, ${Math.round((Date.now() - began) / 1000)} s`);
    if (problems.length > 0) process.exitCode = 1;
  }
}

await main(process.argv.slice(2));
