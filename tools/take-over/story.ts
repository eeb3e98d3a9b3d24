import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { DaemonSet } from '../../src/crds/generated/core.gen.ts';
import { Installations } from '../../src/crds/kinds.ts';
import { DaemonSet as DaemonSets } from '../../src/k8s/kinds.ts';
import { describeRef, type KubeObject, refOf, type ResourceType } from '../../src/k8s/object.ts';
import { resourceTypeOf } from '../../src/reconcilers/cluster/resource-types.ts';
import { describeRequest, isForbidden, isWrite, operatorRequests, type AuditEvent } from '../cluster/audit-log.ts';
import type { OperatorProcess } from '../cluster/operator-process.ts';
import type { TestCluster } from '../cluster/test-cluster.ts';
import type { Recording } from '../recordings.ts';
import { changes, readState } from './cluster-state.ts';
import { formerManager } from './load-cluster.ts';
import { sendFormerObjects } from './way-back.ts';

/** Without writes for so long, an operator has come to rest: words of a status wait three seconds, others on a busy machine. */
const restMs = 7_000;
const patienceMs = 60_000;

/** A story of a recorded cluster: over to us, once more, back, over again, and a setting that goes. Resolves with what is wrong. */
export async function takeOver(cluster: TestCluster, recording: Recording): Promise<string[]> {
  const { admin } = cluster;
  const recorded = [...recording.objects.values()];
  const before = await readState(admin);
  const problems: string[] = [];
  const stage = async (name: string, found: readonly string[]): Promise<void> => {
    const moved = changes(before, await readState(admin));
    problems.push(...[...found, ...moved].map((problem) => `${name}: ${problem}`));
  };
  const first = await startAndRest(cluster);
  await stage('taken over', [...first.forbidden, ...(await stillFormer(cluster, recorded))]);
  const second = await startAndRest(cluster);
  await stage('started again', second.writes);
  await stage('persist-defaults', await persistDefaults(cluster));
  await stage('back', await sendFormerObjects(admin, recorded));
  await startAndRest(cluster);
  await stage('taken over again', await stillFormer(cluster, recorded));
  return [...problems, ...(await whatStaysWithoutFlexVolumes(cluster))];
}

interface Run {
  readonly writes: readonly string[];
  readonly forbidden: readonly string[];
}

/** Starts the operator, waits until it has come to rest, and ends it. */
async function startAndRest(cluster: TestCluster): Promise<Run> {
  const known = (await operatorRequests(cluster.plane.auditLog)).length;
  const operator = cluster.startOperator(['-enable-leader-election=false']);
  const requests = await untilRest(cluster, operator, known);
  await operator.stop();
  const writes = requests.filter(isWrite).map(describeRequest);
  return { writes, forbidden: requests.filter(isForbidden).map(describeRequest) };
}

async function untilRest(cluster: TestCluster, operator: OperatorProcess, known: number): Promise<AuditEvent[]> {
  const began = Date.now();
  for (let writes = -1, since = Date.now(); ;) {
    const requests = (await operatorRequests(cluster.plane.auditLog)).slice(known);
    const count = requests.filter(isWrite).length;
    if (count !== writes) [writes, since] = [count, Date.now()];
    if (requests.length > 30 && Date.now() - since > restMs) return requests;
    if (!operator.running || Date.now() - began > patienceMs)
      throw new Error(readFileSync(cluster.operatorLog, 'utf8'));
    await pause(200);
  }
}

/** Objects of which the operator of before still holds fields. Settings of users are theirs, whoever wrote defaults into them. */
async function stillFormer({ admin }: TestCluster, recorded: readonly KubeObject[]): Promise<string[]> {
  const owned = recorded.filter(({ apiVersion }) => apiVersion !== 'operator.tigera.io/v1');
  const lines: string[] = [];
  // One after the other: who serves some of them here asks by the same connections.
  for (const object of owned) {
    const live = await admin.get(resourceTypeOf(object), object.metadata);
    const entries = live?.metadata.managedFields ?? [];
    const held = entries.filter(({ manager, subresource }) => manager === formerManager && subresource === undefined);
    lines.push(
      ...held.map(({ fieldsV1 }) => `${describeRef(refOf(object))}: ${JSON.stringify(fieldsV1).slice(0, 200)}`),
    );
  }
  return lines;
}

async function persistDefaults(cluster: TestCluster): Promise<string[]> {
  const code = await cluster.startOperator(['-persist-defaults']).ended;
  return code === 0 ? [] : [`ended with ${code}`];
}

/** Removes a setting whose volume and init container the operator of before had written; resolves with what is left of it. */
async function whatStaysWithoutFlexVolumes(cluster: TestCluster): Promise<string[]> {
  const body = { spec: { flexVolumePath: 'None' } };
  await cluster.admin.patch(Installations, { name: 'default' }, { type: 'merge', body });
  const operator = cluster.startOperator(['-enable-leader-election=false']);
  const until = Date.now() + patienceMs;
  let left = await flexVolumes(cluster);
  while (left.length > 0 && Date.now() < until) {
    await pause(200);
    left = await flexVolumes(cluster);
  }
  await operator.stop();
  return left.map((name) => `a setting went: ${name} is still in calico-node`);
}

async function flexVolumes({ admin }: TestCluster): Promise<string[]> {
  const target = { namespace: 'calico-system', name: 'calico-node' };
  const node = await admin.get(DaemonSets as ResourceType<DaemonSet>, target);
  const { volumes = [], initContainers = [] } = node?.spec?.template.spec ?? {};
  return [...volumes, ...initContainers].map(({ name }) => name).filter((name) => name.startsWith('flexvol'));
}
