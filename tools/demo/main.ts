import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FlagError } from '../../src/cli/flags.ts';
import type { DaemonSet, Deployment } from '../../src/crds/generated/core.gen.ts';
import { TigeraStatuses } from '../../src/crds/kinds.ts';
import type { TigeraStatus } from '../../src/crds/tigerastatus.ts';
import { DaemonSet as DaemonSets, Deployment as Deployments } from '../../src/k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/k8s/object.ts';
import type { OperatorProcess } from '../cluster/operator-process.ts';
import { TestCluster } from '../cluster/test-cluster.ts';
import { readDemoOptions, type DemoOptions } from './options.ts';
import { Screen } from './screen.ts';
import { statusTable } from './table.ts';

/** Components that a finished installation reports. */
const expectedStatuses = ['apiserver', 'calico', 'goldmane', 'ippools', 'tiers', 'whisker'];
const onceLimitMs = 10 * 60_000;

async function main(args: readonly string[]): Promise<number> {
  const options = readDemoOptions(args);
  if (typeof options === 'string') {
    process.stdout.write(options);
    return 0;
  }
  const screen = new Screen();
  const folder = mkdtempSync(join(tmpdir(), 'calico-operator-demo-'));
  const interrupted = onInterrupt();
  const root = join(import.meta.dirname, '..', '..');
  const cluster = await TestCluster.start({ root, folder, nodes: options.nodes, report: (line) => screen.say(line) });
  let operator: OperatorProcess | undefined;
  try {
    screen.say('Starting the operator as ServiceAccount tigera-operator, and applying what a usual installation has\n');
    operator = cluster.startOperator();
    for (const kind of usualKinds) await cluster.apply(resource(kind));
    return await show({ cluster, operator, screen, options, interrupted });
  } finally {
    await operator?.stop();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An Installation, and what usually stands beside it. */
const usualKinds = ['Installation', 'APIServer', 'Goldmane', 'Whisker'];

function resource(kind: string): KubeObject & { spec: object } {
  return { apiVersion: 'operator.tigera.io/v1', kind, metadata: { name: 'default' }, spec: {} };
}

interface Show {
  readonly cluster: TestCluster;
  readonly operator: OperatorProcess;
  readonly screen: Screen;
  readonly options: DemoOptions;
  readonly interrupted: AbortSignal;
}

/** Draws what happens until all is available, and then, unless asked for once, until Ctrl-C. */
async function show({ cluster, operator, screen, options, interrupted }: Show): Promise<number> {
  const startedAt = Date.now();
  let done = false;
  while (!interrupted.aborted) {
    if (!operator.running)
      return ended(screen, `The operator ended; its log is ${join(cluster.plane.folder, 'operator.log')}`);
    const statuses = (await cluster.admin.list(TigeraStatuses)).items;
    screen.draw([...statusTable(statuses, new Date()), '', ...(await rollout(cluster))]);
    const available = isAvailable(statuses);
    if (available && !done) {
      done = true;
      screen.say(`\nEverything is available after ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
      if (options.once) return 0;
      screen.say(howToLookAround(cluster));
    }
    if (options.once && Date.now() - startedAt > onceLimitMs) return ended(screen, reasons(statuses));
    await pause(250, undefined, { signal: interrupted }).catch(() => undefined);
  }
  screen.say('\nStopping everything');
  return 0;
}

function ended(screen: Screen, reason: string): number {
  screen.say(`\n${reason}`);
  return 1;
}

function isAvailable(statuses: readonly TigeraStatus[]): boolean {
  return expectedStatuses.every((name) =>
    statuses.some(
      ({ metadata, status }) =>
        metadata.name === name &&
        status?.conditions.some(({ type, status: holds }) => type === 'Available' && holds === 'True') === true,
    ),
  );
}

function reasons(statuses: readonly TigeraStatus[]): string {
  const messages = statuses.flatMap(({ metadata, status }) =>
    (status?.conditions ?? [])
      .filter(({ type, status: holds }) => type !== 'Available' && holds === 'True')
      .map(({ message = '' }) => `${metadata.name}: ${message}`),
  );
  return ['Not everything became available:', ...messages].join('\n');
}

async function rollout(cluster: TestCluster): Promise<string[]> {
  const [nodes, typhas] = await Promise.all([nodeCounts(cluster), typhaCounts(cluster)]);
  return [
    `calico-node   ${bar(nodes.available, nodes.desired)} ${nodes.available}/${nodes.desired} nodes`,
    `calico-typha  ${typhas.available}/${typhas.desired} pods`,
  ];
}

interface Counts {
  readonly available: number;
  readonly desired: number;
}

async function nodeCounts({ admin }: TestCluster): Promise<Counts> {
  const target = { namespace: 'calico-system', name: 'calico-node' };
  const live = await admin.get(DaemonSets as ResourceType<DaemonSet>, target);
  return { available: live?.status?.numberAvailable ?? 0, desired: live?.status?.desiredNumberScheduled ?? 0 };
}

async function typhaCounts({ admin }: TestCluster): Promise<Counts> {
  const target = { namespace: 'calico-system', name: 'calico-typha' };
  const { spec, status } = (await admin.get(Deployments as ResourceType<Deployment>, target)) ?? {};
  return { available: status?.availableReplicas ?? 0, desired: spec?.replicas ?? 0 };
}

function bar(done: number, all: number): string {
  const width = 30;
  const filled = all === 0 ? 0 : Math.round((done / all) * width);
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}]`;
}

function howToLookAround({ plane }: TestCluster): string {
  return [
    '',
    'Look around, in another terminal:',
    '',
    `  export KUBECONFIG=${plane.kubeconfig}`,
    '  kubectl get tigerastatus',
    '  kubectl -n calico-system get pods,daemonsets,deployments',
    '  kubectl explain installation.spec.calicoNetwork',
    `  kubectl patch installation default --type=merge -p '{"spec":{"nodeMetricsPort":9091}}'   # and watch it roll`,
    '  kubectl -n calico-system delete daemonset calico-node                                   # and watch it come back',
    '',
    `  kubectl itself: ${plane.kubectl}`,
    `  the operator's log: ${join(plane.folder, 'operator.log')}`,
    '',
    'Ctrl-C ends everything.',
    '',
  ].join('\n');
}

/** Aborted by the first Ctrl-C; the programs are then ended in order. */
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
