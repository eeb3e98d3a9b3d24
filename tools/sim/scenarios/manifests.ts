import type { DaemonSet } from '../../../src/crds/generated/core.gen.ts';
import { FelixConfigurations, IpPools, StoredFelixConfigurations, StoredIpPools } from '../../../src/crds/kinds.ts';
import { MOVE_LABEL } from '../../../src/crds/manifests/facts.ts';
import { ConfigMap, DaemonSet as DaemonSets, Deployment, Node, ServiceAccount } from '../../../src/k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../../src/k8s/object.ts';
import { isRolledOut } from '../../../src/reconcilers/status/workload-health.ts';
import { formerInstall } from '../../cluster/former-install.ts';
import type { SimWorld } from '../world.ts';

const formerNode = { namespace: 'kube-system', name: 'calico-node' };

/** The old DaemonSet, while it is there. */
export function formerDaemonSet(world: SimWorld): DaemonSet | undefined {
  return world.admin.get(DaemonSets as ResourceType<DaemonSet>, formerNode);
}

/** Calico as one manifest installs it into kube-system, running. */
export async function runsFromManifests(world: SimWorld): Promise<void> {
  const { node, typha, kubeControllers, configMap, pool, felix, others } = formerInstall();
  for (const account of others) world.admin.create(ServiceAccount, account);
  world.admin.create(ConfigMap, configMap);
  createsSettings(world, [IpPools, StoredIpPools], pool);
  createsSettings(world, [FelixConfigurations, StoredFelixConfigurations], felix);
  for (const each of [typha, kubeControllers]) world.admin.create(Deployment, each);
  world.admin.create(DaemonSets, node);
  await world.eventually('calico-node of the manifests runs', () => isRolledOut(formerDaemonSet(world)));
}

/** In the flavour of CRDs that the cluster has; most of those that were installed by a manifest have the older one. */
function createsSettings({ admin }: SimWorld, types: readonly ResourceType[], object: KubeObject): void {
  const type = types.find((each) =>
    admin.server.resources.some(({ group, plural }) => group === each.group && plural === each.plural),
  );
  if (type !== undefined) admin.create(type, { ...object, apiVersion: `${type.group}/${type.version}` });
}

/** Waits until calico-node is in calico-system, and nodes know no more of it. */
export async function nodesHaveMoved(world: SimWorld): Promise<void> {
  await world.eventually('the old DaemonSet is gone', () => formerDaemonSet(world) === undefined);
  await world.eventually('nodes have lost the label', () =>
    world.admin.list(Node).every(({ metadata }) => metadata.labels?.[MOVE_LABEL] === undefined),
  );
}

/** Waits until everything is in calico-system, and nothing tells of the move any more. */
export async function hasMoved(world: SimWorld): Promise<void> {
  await nodesHaveMoved(world);
  await world.eventually('the old Deployments are gone', () =>
    world.admin.list(Deployment).every(({ metadata }) => metadata.namespace !== 'kube-system'),
  );
  await world.becomesAvailable();
}

/** Installs the operator over manifests, does something while it works, and waits for the end. */
export async function movesFromManifests(
  world: SimWorld,
  meanwhile: (world: SimWorld) => Promise<void> | void = () => undefined,
): Promise<void> {
  await runsFromManifests(world);
  world.startsTheOperator();
  world.appliesInstallation();
  await meanwhile(world);
  await hasMoved(world);
}
