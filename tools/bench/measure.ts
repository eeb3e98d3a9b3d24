import { setTimeout as pause } from 'node:timers/promises';
import { emptyInstallation } from '../cluster/empty-installation.ts';
import { operatorRequests, type AuditEvent } from '../cluster/audit-log.ts';
import type { OperatorProcess } from '../cluster/operator-process.ts';
import type { TestCluster } from '../cluster/test-cluster.ts';
import { Availability } from './availability.ts';
import { freePort } from './free-port.ts';
import { LoopWatch, type LoopDelay } from './loop-watch.ts';
import { usageOf, type ProcessUsage } from './process-usage.ts';
import { countRequests, findMoments, type RequestFigures } from './request-figures.ts';
import { requireRunning, waitUntilAvailable, waitUntilSynced } from './wait-for-operator.ts';

export interface PhaseFigures {
  readonly requests: RequestFigures;
  /** At the end of the phase; CPU time is that of the phase alone. */
  readonly usage: ProcessUsage;
}

/** Spans in seconds. */
export interface InstallFigures extends PhaseFigures {
  readonly firstRequestToLastCreate: number;
  readonly firstRequestToLastWrite: number;
  /** Below 0 where Available came before the last pod. */
  readonly readyToAvailable: number;
  readonly startToAvailable: number;
  readonly loopDelay: LoopDelay;
}

export interface RestFigures extends PhaseFigures {
  readonly seconds: number;
}

export interface RestartFigures extends PhaseFigures {
  /** Until every watch had delivered its objects. */
  readonly startToSynced: number;
  readonly seconds: number;
  readonly loopDelay: LoopDelay;
}

/** All that is measured on one cluster. */
export interface ClusterFigures {
  readonly nodes: number;
  readonly install: InstallFigures;
  readonly rest: RestFigures;
  readonly restart: RestartFigures;
}

/** A process, and the watch on its event loop. */
interface Watched {
  readonly operator: OperatorProcess;
  readonly loop: LoopWatch;
}

export interface MeasureOptions {
  readonly cluster: TestCluster;
  readonly nodes: number;
  readonly restSeconds: number;
  readonly inPod: boolean;
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
}

const availableLimitMs = 15 * 60_000;
const syncedLimitMs = 60_000;
/** Writes that follow the last condition, such as counts in a status, belong to the install. */
const settleMs = 5_000;
/** Long enough for every controller to look at everything once. */
const restartMs = 20_000;

/** Installs, rests and restarts on a fresh cluster. Rejects with the reasons where something does not become available. */
export async function measure(options: MeasureOptions): Promise<ClusterFigures> {
  const { cluster, nodes, report } = options;
  await cluster.apply(emptyInstallation);
  const startedAt = Date.now();
  const watched = start(options, 'install');
  const { operator } = watched;
  try {
    report('Installing');
    const install = await measureInstall(options, watched, startedAt);
    report(`Available after ${install.startToAvailable.toFixed(1)} s; resting for ${options.restSeconds} s`);
    const rest = await measureRest(options, operator, install.usage.cpuSeconds);
    report('Restarting on the converged cluster');
    await operator.stop();
    return { nodes, install, rest, restart: await measureRestart(options) };
  } finally {
    await operator.stop();
  }
}

async function measureInstall(
  options: MeasureOptions,
  { operator, loop }: Watched,
  startedAt: number,
): Promise<InstallFigures> {
  const availability = new Availability(options.cluster.admin);
  try {
    const { readyAt, availableAt } = await waitUntilAvailable(
      { ...options, limitMs: availableLimitMs },
      operator,
      availability,
    );
    await pause(settleMs, undefined, { signal: options.signal });
    const events = await requestsSince(options, startedAt);
    const { firstRequest = NaN, lastCreate = NaN, lastWrite = NaN } = findMoments(events);
    return {
      firstRequestToLastCreate: secondsBetween(firstRequest, lastCreate),
      firstRequestToLastWrite: secondsBetween(firstRequest, lastWrite),
      readyToAvailable: secondsBetween(readyAt, availableAt),
      startToAvailable: secondsBetween(startedAt, availableAt),
      requests: countRequests(events),
      usage: usageOf(operator.pid),
      loopDelay: await loop.read(operator, options.signal),
    };
  } finally {
    await availability.stop();
  }
}

async function measureRest(
  options: MeasureOptions,
  operator: OperatorProcess,
  cpuBefore: number,
): Promise<RestFigures> {
  const { restSeconds: seconds, signal } = options;
  const startedAt = Date.now();
  await pause(seconds * 1000, undefined, { signal });
  requireRunning(operator);
  const usage = usageOf(operator.pid);
  const requests = countRequests(await requestsSince(options, startedAt));
  return { seconds, requests, usage: { ...usage, cpuSeconds: usage.cpuSeconds - cpuBefore } };
}

async function measureRestart(options: MeasureOptions): Promise<RestartFigures> {
  const port = await freePort();
  const startedAt = Date.now();
  const { operator, loop } = start(options, 'restart', ['-health-probe-bind-address', `127.0.0.1:${port}`]);
  try {
    const syncedAt = await waitUntilSynced({ ...options, limitMs: syncedLimitMs }, operator, port);
    await pause(restartMs, undefined, { signal: options.signal });
    requireRunning(operator);
    const usage = usageOf(operator.pid);
    const requests = countRequests(await requestsSince(options, startedAt));
    const startToSynced = secondsBetween(startedAt, syncedAt);
    const seconds = secondsBetween(startedAt, Date.now());
    return { startToSynced, seconds, requests, usage, loopDelay: await loop.read(operator, options.signal) };
  } finally {
    await operator.stop();
  }
}

function start({ cluster, inPod }: MeasureOptions, phase: string, args: readonly string[] = []): Watched {
  const loop = new LoopWatch(cluster, phase);
  return { operator: cluster.startOperator(args, inPod ? 'pod' : cluster.endpoint, loop.env), loop };
}

async function requestsSince({ cluster }: MeasureOptions, moment: number): Promise<AuditEvent[]> {
  const events = await operatorRequests(cluster.plane.auditLog);
  return events.filter(({ requestReceivedTimestamp }) => Date.parse(requestReceivedTimestamp) >= moment);
}

function secondsBetween(start: number, end: number): number {
  return (end - start) / 1000;
}
