import { setTimeout as pause } from 'node:timers/promises';
import type { Deployment } from '../../../src/crds/generated/core.gen.ts';
import { Deployment as Deployments } from '../../../src/k8s/kinds.ts';
import type { ResourceType } from '../../../src/k8s/object.ts';
import { emptyInstallation } from '../../cluster/empty-installation.ts';
import { createNodes } from '../../cluster/kwok-nodes.ts';
import type { OperatorProcess } from '../../cluster/operator-process.ts';
import type { TestCluster } from '../../cluster/test-cluster.ts';
import { Availability } from '../availability.ts';
import { freePort } from '../free-port.ts';
import { LoopWatch, type LoopDelay } from '../loop-watch.ts';
import { usageOf, type ProcessUsage } from '../process-usage.ts';
import { requireRunning, waitUntilAvailable, waitUntilSynced } from '../wait-for-operator.ts';
import { stormOfHeartbeats } from './node-storm.ts';
import type { ScaleOptions } from './options.ts';
import { reconcilesSoFar } from './reconciles.ts';

export interface ScaleSetting extends ScaleOptions {
  readonly cluster: TestCluster;
  readonly inPod: boolean;
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Sizes in MiB, spans in seconds. */
export interface ScaleFigures {
  /** All nodes rolled and all Available. */
  readonly install: { readonly seconds: number; readonly usage: ProcessUsage; readonly loopDelay: LoopDelay };
  /** Half a minute after a start on the finished cluster. */
  readonly restart: { readonly startToSynced: number; readonly usage: ProcessUsage };
  readonly storm: {
    readonly updatesInASecond: number;
    readonly reconciles: number;
    /** Of one core. */
    readonly cpuShare: number;
    readonly usage: ProcessUsage;
    /** Since the restart. */
    readonly loopDelay: LoopDelay;
  };
  /** From the node that asks for one more Typha to the Deployment that has it. */
  readonly threshold: { readonly replicas: number; readonly seconds: number };
}

/** A running operator and where it tells about itself. */
interface Watched {
  readonly operator: OperatorProcess;
  readonly loop: LoopWatch;
  readonly health: number;
  readonly metrics: number;
}

/** kwok and the controllers share two cores with all that is measured. */
const installLimitMs = 60 * 60_000;
const syncedLimitMs = 120_000;
const settleMs = 30_000;
/** One Typha more for every 200 nodes (docs/typha.md). */
const nodesOfATypha = 200;

/** Installs on a large cluster, restarts, lets nodes send heartbeats and adds the nodes of one more Typha. */
export async function measureScale(setting: ScaleSetting): Promise<ScaleFigures> {
  const { cluster, report } = setting;
  await cluster.apply(emptyInstallation);
  report('Installing');
  const install = await withOperator(setting, 'install', (watched) => measureInstall(setting, watched));
  report(`Available after ${install.seconds.toFixed(0)} s; restarting`);
  return withOperator(setting, 'restart', async (watched) => {
    const restart = await measureStart(setting, watched);
    report(`${setting.updates} heartbeats a second for ${setting.seconds} s`);
    const storm = await measureStorm(setting, watched);
    report(`Adding ${nodesOfATypha} nodes`);
    return { install, restart, storm, threshold: await measureThreshold(setting) };
  });
}

async function withOperator<T>(
  { cluster, inPod }: ScaleSetting,
  phase: string,
  use: (watched: Watched) => Promise<T>,
): Promise<T> {
  const loop = new LoopWatch(cluster, phase);
  const [health, metrics] = [await freePort(), await freePort()];
  const operator = cluster.startOperator(
    // One operator alone; and an API server that shares two cores with 5,000 nodes is at times too slow for a lease.
    ['-enable-leader-election=false', '-health-probe-bind-address', `127.0.0.1:${health}`],
    inPod ? 'pod' : cluster.endpoint,
    { ...loop.env, METRICS_HOST: '127.0.0.1', METRICS_PORT: String(metrics) },
  );
  try {
    return await use({ operator, loop, health, metrics });
  } finally {
    await operator.stop();
  }
}

async function measureInstall(setting: ScaleSetting, { operator, loop }: Watched): Promise<ScaleFigures['install']> {
  const startedAt = Date.now();
  const availability = new Availability(setting.cluster.admin);
  try {
    const { availableAt } = await waitUntilAvailable({ ...setting, limitMs: installLimitMs }, operator, availability);
    const usage = usageOf(operator.pid);
    return { seconds: (availableAt - startedAt) / 1000, usage, loopDelay: await loop.read(operator, setting.signal) };
  } finally {
    await availability.stop();
  }
}

async function measureStart({ signal }: ScaleSetting, { operator, health }: Watched): Promise<ScaleFigures['restart']> {
  const startedAt = Date.now();
  const syncedAt = await waitUntilSynced({ limitMs: syncedLimitMs, signal }, operator, health);
  await pause(settleMs, undefined, { signal });
  return { startToSynced: (syncedAt - startedAt) / 1000, usage: usageOf(operator.pid) };
}

async function measureStorm(
  setting: ScaleSetting,
  { operator, loop, metrics }: Watched,
): Promise<ScaleFigures['storm']> {
  const { cluster, signal } = setting;
  const [before, cpuBefore, startedAt] = [
    await reconcilesSoFar(metrics, signal),
    usageOf(operator.pid).cpuSeconds,
    Date.now(),
  ];
  const sent = await stormOfHeartbeats({ ...setting, admin: cluster.admin });
  requireRunning(operator);
  const [usage, seconds] = [usageOf(operator.pid), (Date.now() - startedAt) / 1000];
  return {
    updatesInASecond: sent / seconds,
    reconciles: (await reconcilesSoFar(metrics, signal)) - before,
    cpuShare: (usage.cpuSeconds - cpuBefore) / seconds,
    usage,
    loopDelay: await loop.read(operator, signal),
  };
}

async function measureThreshold({ cluster, nodes, signal }: ScaleSetting): Promise<ScaleFigures['threshold']> {
  const before = await typhas(cluster);
  await createNodes(cluster.admin, nodesOfATypha, { first: nodes });
  const crossedAt = Date.now();
  for (;;) {
    const replicas = await typhas(cluster);
    if (replicas > before) return { replicas, seconds: (Date.now() - crossedAt) / 1000 };
    if (Date.now() > crossedAt + syncedLimitMs) throw new Error(`Still ${replicas} Typhas for ${nodes} nodes and more`);
    await pause(100, undefined, { signal });
  }
}

async function typhas({ admin }: TestCluster): Promise<number> {
  const type = Deployments as ResourceType<Deployment>;
  const typha = await admin.get(type, { namespace: 'calico-system', name: 'calico-typha' });
  return typha?.spec?.replicas ?? 0;
}
