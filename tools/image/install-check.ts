import { spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as kinds from '../../src/crds/kinds.ts';
import { DaemonSet } from '../../src/k8s/kinds.ts';
import { emptyInstallation } from '../cluster/empty-installation.ts';
import { podEnvironment } from '../cluster/pod-access.ts';
import { TestCluster } from '../cluster/test-cluster.ts';
import { inRoot, type Entry } from './root-folder.ts';

export interface InstallCheck {
  readonly checkout: string;
  /** Working folder. */
  readonly work: string;
  readonly entry: Entry;
  /** Environment of the image. */
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
}

const patienceMs = 120_000;

/** Installs Calico on a real control plane by the operator of the image, as a pod. Rejects where it does not become available. */
export async function installFrom({ checkout, work, entry, env, command }: InstallCheck): Promise<void> {
  const cluster = await TestCluster.start({ root: checkout, folder: join(work, 'cluster'), nodes: 2 });
  const token = join(cluster.plane.folder, 'serviceaccount');
  const pod = { ...env, ...podEnvironment({ serviceAccount: token, port: cluster.plane.port }) };
  const args = ['-health-probe-bind-address=127.0.0.1:18081'];
  const [program = '', ...rest] = inRoot({ ...entry, token }, [...command, ...args]);
  const operator = spawn(program, rest, {
    env: { PATH: process.env['PATH'], OPERATOR_NAME: 'tigera-operator', ...pod },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const logFile = join(work, 'operator.log');
  const log = createWriteStream(logFile);
  for (const stream of [operator.stdout, operator.stderr]) stream.pipe(log, { end: false });
  try {
    const since = Date.now();
    await cluster.apply(emptyInstallation);
    await available(cluster, since);
    const node = await cluster.admin.get(DaemonSet, { namespace: 'calico-system', name: 'calico-node' });
    console.log(
      `ok: it installs Calico in ${Math.round((Date.now() - since) / 1000)} s (${node?.metadata.name ?? 'nothing'})`,
    );
  } catch (error) {
    console.log(readFileSync(logFile, 'utf8').slice(-4000));
    throw error;
  } finally {
    operator.kill('SIGTERM');
    await new Promise((resolve) => operator.once('exit', resolve));
    await cluster.stop();
  }
}

async function available(cluster: TestCluster, since: number): Promise<void> {
  for (;;) {
    const { status } = (await cluster.admin.get(kinds.TigeraStatuses, { name: 'calico' })) ?? {};
    const condition = status?.conditions.find(({ type }) => type === 'Available');
    if (condition?.status === 'True') return;
    if (Date.now() - since > patienceMs)
      throw new Error(`calico is not available: ${condition?.message ?? 'no status'}`);
    await pause(200);
  }
}
