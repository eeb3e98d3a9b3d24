import { Installations } from '../../../src/crds/kinds.ts';
import type { InstallationSpec } from '../../../src/crds/installation/spec.ts';
import { DaemonSet, Deployment, Node } from '../../../src/k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../../src/k8s/object.ts';
import { CALICO_VERSION } from '../../../src/renderers/shared/images.ts';
import type { SimWorld } from '../world.ts';

const theInstallation = { name: 'default' };
/** Long enough for a thousand nodes. */
const patienceMs = 60 * 60_000;

/** The same cluster as the operator of another release left it, which is not running any more. */
export async function runsRelease(world: SimWorld, version: string, spec: InstallationSpec = {}): Promise<void> {
  world.startsTheOperator();
  world.appliesInstallation(spec);
  await world.becomesAvailable();
  await hasVersion(world, CALICO_VERSION);
  await world.stopsTheOperator();
  // It has run for long: nobody watches how it was rolled out.
  inOtherRelease(world, version, atOnce);
  world.admin.patch(Installations, theInstallation, { status: { calicoVersion: version } }, 'status');
  const nodes = world.admin.list(Node).length;
  await eventually(world, 'the other release runs', () => world.rolledOut(DaemonSet, 'calico-node', nodes));
  await eventually(world, 'its Typha runs', () => world.admin.list(Deployment).every(isComplete));
}

/** What the operator of another release makes of the workloads. */
export function inOtherRelease(world: SimWorld, version: string, change = (object: KubeObject) => object): void {
  for (const type of [DaemonSet, Deployment] as readonly ResourceType[]) {
    for (const live of world.admin.list(type)) {
      const text = JSON.stringify(live).replaceAll(`:${CALICO_VERSION}`, `:${version}`);
      world.admin.replace(type, change(JSON.parse(text) as KubeObject));
    }
  }
}

function atOnce(object: KubeObject): KubeObject {
  if (object.kind !== 'DaemonSet') return object;
  const { spec } = object as KubeObject & { spec: object };
  const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '100%', maxSurge: 0 } };
  return { ...object, spec: { ...spec, updateStrategy } } as KubeObject;
}

function isComplete(object: KubeObject): boolean {
  const { spec, status } = object as KubeObject & {
    spec?: { replicas?: number };
    status?: { updatedReplicas?: number; availableReplicas?: number; replicas?: number };
  };
  const counts = [status?.replicas, status?.updatedReplicas, status?.availableReplicas];
  return counts.every((count) => count === (spec?.replicas ?? 1));
}

/** Waits until the status of the Installation says that a version runs. */
export async function hasVersion(world: SimWorld, version: string): Promise<void> {
  await eventually(world, `${version} runs`, () => world.installation()?.status?.calicoVersion === version);
}

/** The user takes the risk of going back to this operator's release. */
export function allowsTheChange(world: SimWorld): void {
  const annotations = { 'operator.tigera.io/allow-version-change': CALICO_VERSION };
  world.admin.patch(Installations, theInstallation, { metadata: { annotations } });
}

/** Nobody may be scheduled to a node any more; what runs there runs on. */
export function cordons(world: SimWorld, index: number): void {
  world.admin.patch(Node, { name: `node-${index}` }, { spec: { unschedulable: true } });
}

export function removesNode(world: SimWorld, index: number): void {
  world.deletes(Node, { name: `node-${index}` });
}

async function eventually(world: SimWorld, what: string, holds: () => boolean): Promise<void> {
  if (await world.scheduler.until(holds, patienceMs)) return;
  await world.eventually(what, holds);
}
