import type { ConfigMap, DaemonSet, Deployment } from '../../../src/crds/generated/core.gen.ts';
import {
  ConfigMap as ConfigMaps,
  DaemonSet as DaemonSets,
  Deployment as Deployments,
  Secret,
} from '../../../src/k8s/kinds.ts';
import { apiVersionOf, keyOf, type KubeObject, type ResourceType } from '../../../src/k8s/object.ts';
import { asFormer, isApplied, withCniHash } from '../../take-over/as-former.ts';
import { DirectAccess } from '../direct-access.ts';
import type { SimWorld } from '../world.ts';
import { arePartsAvailable } from './orders.ts';
import { parts, tunnelSecret } from './parts.ts';
import type { Scenario } from './scenario.ts';

const namespace = 'calico-system';
const daemonSets = DaemonSets as ResourceType<DaemonSet>;
const deployments = Deployments as ResourceType<Deployment>;

/** Long enough for pods to roll, and for an operator to come to rest. */
const restMs = 60_000;

/** A cluster with everything on it as the Go operator left it: nobody runs, and all is rolled out. */
export async function leftByTheGoOperator(world: SimWorld): Promise<void> {
  world.admin.create(Secret, tunnelSecret);
  world.startsTheOperator();
  for (const { type, name, spec } of parts) world.applies(type, spec, name);
  await arePartsAvailable(world);
  await world.scheduler.pass(restMs);
  await world.stopsTheOperator();
  theGoOperatorWrites(world);
  await world.scheduler.pass(restMs);
}

/** The Go operator makes everything its own: updates of whole objects, which roll pods where ours had more. */
function theGoOperatorWrites(world: SimWorld): void {
  const { server, scheduler } = world.admin;
  const writer = new DirectAccess('operator', { server, scheduler, chance: world.chance.fork('the Go operator') });
  for (const object of appliedObjects(world)) writer.replace(typeOf(world, object), asFormer(object));
  const node = world.admin.get(daemonSets, { namespace, name: 'calico-node' });
  const config = world.admin.get(ConfigMaps as ResourceType<ConfigMap>, { namespace, name: 'cni-config' });
  if (node !== undefined && config !== undefined) writer.replace(daemonSets, withCniHash(node, config));
}

/** What we have applied. Custom resources are the user's; an operator adds finalizers and a status. */
export function appliedObjects(world: SimWorld): readonly KubeObject[] {
  return world.objects().filter((object) => isApplied(object) && object.apiVersion !== 'operator.tigera.io/v1');
}

/** Throws RangeError for a kind that is not served. */
export function typeOf(world: SimWorld, { apiVersion, kind }: KubeObject): ResourceType {
  const found = world.admin.server.resources.find((type) => apiVersionOf(type) === apiVersion && type.kind === kind);
  if (found === undefined) throw new RangeError(`${kind} is not served`);
  return found;
}

/** Starts our operator on what another left, and throws where that changes a pod template. */
export async function takesOver(world: SimWorld): Promise<void> {
  const before = generations(world);
  world.startsTheOperator();
  await arePartsAvailable(world);
  await world.scheduler.pass(restMs);
  requireSame(before, generations(world));
}

/** The Go operator comes back, and goes: what it writes over ours changes no pod template either. */
export async function goesBack(world: SimWorld): Promise<void> {
  await world.stopsTheOperator();
  const before = generations(world);
  theGoOperatorWrites(world);
  await world.scheduler.pass(restMs);
  requireSame(before, generations(world));
}

function generations(world: SimWorld): ReadonlyMap<string, number> {
  const workloads: KubeObject[] = [...world.admin.list(daemonSets), ...world.admin.list(deployments)];
  return new Map(workloads.map(({ metadata }) => [keyOf(metadata), metadata.generation ?? 0]));
}

function requireSame(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): void {
  const changed = [...before].filter(([name, generation]) => after.get(name) !== generation);
  if (changed.length > 0) throw new Error(`pods were rolled: ${changed.map(([name]) => name).join(', ')}`);
}

/** From the Go operator to ours. */
export const takeOverStory: Scenario = {
  name: 'take-over',
  says: 'a cluster that the Go operator has left, with everything on it, is taken over',
  nodes: 2,
  story: async (world) => {
    await leftByTheGoOperator(world);
    await takesOver(world);
  },
};
