import { describe, expect, it } from '@jest/globals';
import type { Node as NodeObject, Pod } from '../../src/crds/generated/core.gen.ts';
import { FelixConfigurations, Installations, StoredIpPools } from '../../src/crds/kinds.ts';
import { MOVE_LABEL } from '../../src/crds/manifests/facts.ts';
import { ConfigMap, DaemonSet as DaemonSets, Event as Events, Node, Pod as Pods } from '../../src/k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/k8s/object.ts';
import { foreignManagers } from '../../src/reconcilers/apply/field-managers.ts';
import { formerInstall } from '../../tools/cluster/former-install.ts';
import { isWriteRequest } from '../../tools/observer/history.ts';
import {
  formerDaemonSet,
  hasMoved,
  movesFromManifests,
  nodesHaveMoved,
  runsFromManifests,
} from '../../tools/sim/scenarios/manifests.ts';
import { isRemoved } from '../../tools/sim/scenarios/teardown.ts';
import { usualFacts } from '../../tools/observer/facts.ts';
import { violationsIn } from '../../tools/observer/invariants/index.ts';
import { loadCrds } from '../../tools/sim/server/load-crds.ts';
import { SimWorld } from '../../tools/sim/world.ts';
import { sweeps } from '../support/sweeping.ts';

const seconds = 1_000;
const pods = Pods as ResourceType<Pod>;

function isReady({ status, metadata }: Pod): boolean {
  const says = status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;
  return says && metadata.deletionTimestamp === undefined;
}

/** Nodes without a calico-node that is ready, in any of these namespaces. */
function unserved(world: SimWorld, namespaces = ['kube-system', 'calico-system']): string[] {
  const ready = world.admin
    .list(pods)
    .filter((pod) => pod.metadata.labels?.['k8s-app'] === 'calico-node' && isReady(pod))
    .filter(({ metadata }) => namespaces.includes(metadata.namespace ?? ''));
  const served = new Set(ready.map(({ spec }) => spec?.nodeName));
  return world.admin.list(Node).flatMap(({ metadata }) => (served.has(metadata.name) ? [] : [metadata.name]));
}

/** The new calico-node never becomes ready on this node, until it is healed. */
function isSick(world: SimWorld, node: string): { heal: () => void } {
  let sick = true;
  const unready = [{ type: 'Ready', status: 'False' }];
  const infect = (pod: Pod): void =>
    void world.admin.patch(pods, pod.metadata, { status: { conditions: unready } }, 'status');
  world.admin.onChange(({ type, resource, object }) => {
    if (!sick || resource.plural !== 'pods' || type === 'DELETED' || object.metadata.namespace !== 'calico-system')
      return;
    const pod = object as Pod;
    if (pod.spec?.nodeName === node && isReady(pod) && pod.metadata.labels?.['k8s-app'] === 'calico-node') infect(pod);
  });
  return {
    heal: () => {
      sick = false;
      for (const pod of world.admin.list(pods)) {
        const conditions = [{ type: 'Ready', status: 'True' }];
        if (pod.spec?.nodeName === node) world.admin.patch(pods, pod.metadata, { status: { conditions } }, 'status');
      }
    },
  };
}

function moved(world: SimWorld): number {
  return world.admin
    .list(Node as ResourceType<NodeObject>)
    .filter(({ metadata }) => metadata.labels?.[MOVE_LABEL] === 'migrated').length;
}

describe('a move from manifests', () => {
  it('ends in the same, killed after a write and whatever happens to nodes and to what is replaced', async () => {
    const { runs, failures } = await sweeps('T22', 5);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThanOrEqual(60);
  });

  it('works with CRDs of crd.projectcalico.org/v1, where its pool and its settings of Felix stay', async () => {
    const world = new SimWorld({ seed: 7, nodes: 4, crds: loadCrds(process.cwd(), ['operator', 'v1', 'policy']) });
    const before = await runsFromManifests(world).then(() => world.admin.list(StoredIpPools));
    world.startsTheOperator();
    world.appliesInstallation();
    await nodesHaveMoved(world);
    await world.scheduler.pass(60_000);
    world.freeze();
    const pools = world.admin.list(StoredIpPools) as (KubeObject & { spec: unknown })[];
    expect(pools.map(({ metadata, spec }) => [metadata.uid, spec])).toEqual(
      (before as typeof pools).map(({ metadata, spec }) => [metadata.uid, spec]),
    );
    expect(world.installation()?.status?.calicoAPIGroup).toBe('crd.projectcalico.org/v1');
    expect(world.condition('calico', 'Available')?.status).toBe('True');
    // Who takes a pool over writes it, and pools can be written by Calico's API server alone.
    expect(world.condition('ippools', 'Degraded')?.message).toMatch(/create an APIServer .* named default/);
    expect(violationsIn(world.history, usualFacts)).toEqual([]);
  });

  it('can be given up: whoever deletes the Installation in the middle of it is not kept waiting', async () => {
    const world = new SimWorld({ seed: 9, nodes: 4 });
    await runsFromManifests(world);
    world.startsTheOperator();
    world.appliesInstallation();
    await world.eventually('some nodes have moved', () => moved(world) > 0);
    world.deletesInstallation();
    await isRemoved(world);
    world.freeze();
  });

  it('never leaves more nodes without calico-node than the budget, and tells how far it is', async () => {
    const world = new SimWorld({ seed: 5, nodes: 8 });
    const most = { unserved: 0 };
    const told = new Set<string>();
    world.admin.onChange(({ resource }) => {
      if (formerDaemonSet(world) === undefined || world.installation() === undefined) return;
      if (resource.plural === 'pods') most.unserved = Math.max(most.unserved, unserved(world).length);
      told.add(/\d of 8 nodes moved/.exec(world.condition('calico', 'Progressing')?.message ?? '')?.[0] ?? '');
    });
    await movesFromManifests(world);
    world.freeze();
    expect(most.unserved).toBe(1);
    expect([...told].filter((each) => each !== '').length).toBeGreaterThan(3);
  });

  it('leaves nothing that works against it when somebody deletes the old DaemonSet in the middle of it', async () => {
    const world = new SimWorld({ seed: 4, nodes: 4 });
    await runsFromManifests(world);
    world.startsTheOperator();
    world.appliesInstallation();
    await world.eventually('some nodes have moved', () => moved(world) > 0);
    world.operator?.kill();
    world.deletes(DaemonSets, { namespace: 'kube-system', name: 'calico-node' });
    world.startsTheOperator();
    await hasMoved(world);
    world.freeze();
    expect(world.admin.list(Events).map((each) => (each as { reason?: string }).reason)).toContain(
      'MovedFromManifests',
    );
  });

  it('takes calico-node off no node when the manifests are applied again', async () => {
    const world = new SimWorld({ seed: 5, nodes: 8 });
    await movesFromManifests(world);
    await world.becomesAvailable();
    const most = { unserved: 0 };
    world.admin.onChange(({ resource }) => {
      if (resource.plural === 'pods')
        most.unserved = Math.max(most.unserved, unserved(world, ['calico-system']).length);
    });
    world.admin.create(DaemonSets, formerInstall().node);
    await world.scheduler.pass(1 * seconds);
    await hasMoved(world);
    world.freeze();
    expect(most.unserved).toBe(1);
  });

  it('keeps what was read in the status, and settings of Felix in FelixConfiguration, under names of their own', async () => {
    const world = new SimWorld({ seed: 6, nodes: 2 });
    await movesFromManifests(world);
    await world.scheduler.pass(10 * seconds);
    world.freeze();
    const { computed, adoptedFields } = world.installation()?.status ?? {};
    expect(computed?.calicoNetwork?.mtu).toBe(1440);
    expect(adoptedFields).toEqual(expect.arrayContaining(['calicoNetwork.mtu', 'calicoNetwork.ipPools', 'cni.type']));
    expect(world.installation()?.spec).toEqual({});
    const felix = world.admin.get(FelixConfigurations, { name: 'default' });
    expect(felix?.spec?.iptablesRefreshInterval).toBe('60s');
    expect(foreignManagers(felix as KubeObject, ['f:spec', 'f:iptablesRefreshInterval'])).toEqual([
      'calico-operator-manifests',
    ]);
  });

  it('lets go of what the Installation says by itself', async () => {
    const world = new SimWorld({ seed: 7, nodes: 2 });
    await movesFromManifests(world);
    world.appliesInstallation({ calicoNetwork: { mtu: 1400 } });
    await world.becomesAvailable();
    await world.scheduler.pass(10 * seconds);
    world.freeze();
    expect(world.installation()?.status?.adoptedFields).not.toContain('calicoNetwork.mtu');
    expect(world.installation()?.status?.computed?.calicoNetwork?.mtu).toBe(1400);
  });

  it('names a node that is stuck, and moves the others', async () => {
    const world = new SimWorld({ seed: 8, nodes: 4 });
    const { heal } = isSick(world, 'node-1');
    await runsFromManifests(world);
    world.startsTheOperator();
    world.appliesInstallation();
    await world.eventually('all are moved', () => moved(world) === 4);
    await world.eventually('it is told', () =>
      /node-1 has waited/.test(world.condition('calico', 'Degraded')?.message ?? ''),
    );
    expect(world.condition('calico', 'Degraded')).toMatchObject({ status: 'True', reason: 'ResourceMigrationError' });
    await world.eventually('the others are served', () => unserved(world).join() === 'node-1');
    heal();
    await hasMoved(world);
    world.freeze();
  });

  it('stops where calico-node works nowhere, with all but a few nodes still served', async () => {
    const world = new SimWorld({ seed: 9, nodes: 6 });
    for (let index = 0; index < 6; index++) isSick(world, `node-${index}`);
    await runsFromManifests(world);
    world.startsTheOperator();
    world.appliesInstallation();
    await world.scheduler.pass(600 * seconds);
    world.freeze();
    expect(world.condition('calico', 'Degraded')?.message).toContain('No more nodes move until fewer are stuck');
    expect(unserved(world).length).toBeLessThan(4);
  });

  it('writes nothing where it cannot take over, and tells everything that stands against it', async () => {
    const world = new SimWorld({ seed: 10, nodes: 2 });
    await runsFromManifests(world);
    const data = { calico_backend: 'none', veth_mtu: 'large' };
    world.admin.patch(ConfigMap, { namespace: 'kube-system', name: 'calico-config' }, { data });
    world.startsTheOperator();
    world.appliesInstallation();
    await world.scheduler.pass(60 * seconds);
    const { reason, message } = world.condition('calico', 'Degraded') ?? {};
    expect(reason).toBe('MigrationError');
    expect(message).toContain('"none" does not go with this IPAM; set it to bird or vxlan');
    expect(message).toContain('MTU (FELIX_IPINIPMTU');
    const written = world.history.requests.filter(isWriteRequest).map(({ resource }) => resource.plural);
    expect([...new Set(written)].toSorted()).toEqual(['events', 'installations', 'leases', 'tigerastatuses']);
    expect(world.admin.get(Installations, { name: 'default' })?.metadata.finalizers).toBeUndefined();
    world.admin.patch(
      ConfigMap,
      { namespace: 'kube-system', name: 'calico-config' },
      { data: { calico_backend: 'bird', veth_mtu: '1440' } },
    );
    await hasMoved(world);
    world.freeze();
    expect(world.admin.get(FelixConfigurations, { name: 'default' })).toBeDefined();
  });
});
