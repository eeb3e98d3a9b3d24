import { setTimeout as pause } from 'node:timers/promises';
import type { ClusterInformation } from '../../src/crds/calico/cluster-information.ts';
import type { DaemonSet, Deployment } from '../../src/crds/generated/core.gen.ts';
import { StoredClusterInformations } from '../../src/crds/kinds.ts';
import { isAlreadyExists } from '../../src/k8s/errors.ts';
import * as kinds from '../../src/k8s/kinds.ts';
import { describeRef, type KubeObject, refOf, type ResourceType } from '../../src/k8s/object.ts';
import { resourceTypeOf } from '../../src/reconcilers/cluster/resource-types.ts';
import { createNodes } from '../cluster/kwok-nodes.ts';
import { TestCluster } from '../cluster/test-cluster.ts';
import { ExtensionApi } from '../extension-api/extension-api.ts';
import { standIn } from '../extension-api/stand-in.ts';
import { recordedInformation } from '../recorded-addons.ts';
import type { Recording } from '../recordings.ts';
import { loadCluster } from './load-cluster.ts';

const windowsNodes = { first: 3, labels: { 'kubernetes.io/os': 'windows' } };
const pollMs = 100;

/** A real control plane with what a recording tells, and with who serves projectcalico.org/v3 where pods would. */
export class RecordedCluster {
  readonly cluster: TestCluster;
  readonly #backend: ExtensionApi | undefined;

  private constructor(cluster: TestCluster, backend: ExtensionApi | undefined) {
    this.cluster = cluster;
    this.#backend = backend;
  }

  /** Resolves when all pods that can run do. */
  static async start(recording: Recording, folder: string): Promise<RecordedCluster> {
    const isAggregated = recording.name.startsWith('v1-');
    const crds = ['operator', 'policy', isAggregated ? 'v1' : 'v3'];
    const cluster = await TestCluster.start({ root: process.cwd(), folder, nodes: 3, crds });
    try {
      const isMixed = recording.objects.has('DaemonSet calico-system/calico-node-windows');
      if (isMixed) await createNodes(cluster.admin, 2, windowsNodes);
      const backend = await (isAggregated ? loadAggregated : loadServed)(cluster, recording);
      await settled(cluster);
      return new RecordedCluster(cluster, backend);
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.#backend?.kill();
    await this.cluster.stop();
  }
}

async function loadServed({ admin }: TestCluster, recording: Recording): Promise<undefined> {
  await admin.create(kinds.Namespace, namespaceOfOperator).catch(ifThere);
  await loadCluster(admin, everything(recording));
  return undefined;
}

/** What Calico's API server serves comes after it, and has what it adds by itself. */
async function loadAggregated({ admin, plane }: TestCluster, recording: Recording): Promise<ExtensionApi> {
  const all = everything(recording);
  const served = all.filter(({ apiVersion }) => apiVersion === 'projectcalico.org/v3');
  await admin.create(StoredClusterInformations, informationOf(recording));
  await loadCluster(
    admin,
    all.filter((object) => !served.includes(object)),
  );
  const ground = await standIn(admin, 'calico-api', 'calico-apiserver-certs');
  const backend = await ExtensionApi.start({ ...ground, client: admin, frontProxyAuthority: plane.authority });
  // A pool is recorded as it is served, and nobody is named for its fields there.
  const written = served.filter(({ kind, metadata }) => kind === 'IPPool' || metadata.managedFields !== undefined);
  for (const object of written.toSorted(tiersFirst)) await createServed(admin, object);
  return backend;
}

async function createServed(admin: TestCluster['admin'], { apiVersion, kind, ...rest }: KubeObject): Promise<void> {
  const { name, namespace, labels } = rest.metadata;
  const metadata = { name, ...(namespace && { namespace }), ...(labels && { labels }) };
  const object = { apiVersion, kind, ...rest, metadata };
  for (let tries = 0; ; tries += 1) {
    const refusal = await admin.create(resourceTypeOf(object), object).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (refusal === undefined || isAlreadyExists(refusal)) return;
    if (tries > 100) throw refusal;
    await pause(pollMs);
  }
}

/** Nobody may write a policy into a tier that is not there. */
function tiersFirst(left: KubeObject, right: KubeObject): number {
  return Number(right.kind === 'Tier') - Number(left.kind === 'Tier');
}

const namespaceOfOperator = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'tigera-operator' } };

function ifThere(error: unknown): void {
  if (!isAlreadyExists(error)) throw error;
}

function informationOf(recording: Recording): ClusterInformation {
  const spec = recordedInformation(recording);
  return { apiVersion: 'crd.projectcalico.org/v1', kind: 'ClusterInformation', metadata: { name: 'default' }, spec };
}

/** What was recorded, and before it what a user had made that the operator never wrote. */
function everything({ objects, asked }: Recording): KubeObject[] {
  const users = [...asked.values()].filter((object) => !objects.has(describeRef(refOf(object))));
  return [...users, ...objects.values()];
}

/** Waits until controllers have made the pods, and kwok lets those run that have a node. */
async function settled({ admin }: TestCluster): Promise<void> {
  const namespace = 'calico-system';
  for (;;) {
    const [daemonSets, deployments] = await Promise.all([
      admin.list(kinds.DaemonSet as ResourceType<DaemonSet>, { namespace }),
      admin.list(kinds.Deployment as ResourceType<Deployment>, { namespace }),
    ]);
    const isRunning =
      daemonSets.items.every(({ status }) => (status?.numberReady ?? -1) >= (status?.desiredNumberScheduled ?? 0)) &&
      deployments.items.every(({ spec, status }) => (status?.updatedReplicas ?? 0) >= (spec?.replicas ?? 1));
    if (isRunning) break;
    await pause(pollMs);
  }
  // Status of pods that have just started still reaches their workloads.
  await pause(1_000);
}
