import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConfigMap, DaemonSet } from '../../src/crds/generated/core.gen.ts';
import * as kinds from '../../src/crds/kinds.ts';
import * as builtin from '../../src/k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/k8s/object.ts';
import { resourceTypeOf } from '../../src/reconcilers/cluster/resource-types.ts';
import { asFormer, isApplied, withCniHash } from '../../tools/take-over/as-former.ts';
import { changes, readState, type ClusterState } from '../../tools/take-over/cluster-state.ts';
import { liveObjects, World } from '../support/world.ts';

const configMaps = builtin.ConfigMap as ResourceType<ConfigMap>;
const daemonSets = builtin.DaemonSet as ResourceType<DaemonSet>;
const cniConfig = { namespace: 'calico-system', name: 'cni-config' };
const calicoNode = { namespace: 'calico-system', name: 'calico-node' };
const statuses = ['calico', 'ippools', 'tiers', 'apiserver', 'goldmane', 'whisker'];

let world: World;
let before: ClusterState;
/** All that is installed. */
let installed: readonly KubeObject[] = [];

/** The Go operator makes everything its own, by updates of whole objects. */
async function theGoOperatorWrites(): Promise<void> {
  const { admin } = world.cluster;
  const options = { fieldManager: 'operator' };
  for (const object of await live()) await admin.update(resourceTypeOf(object), asFormer(object), options);
  const [node, config] = [await admin.get(daemonSets, calicoNode), await admin.get(configMaps, cniConfig)];
  if (node !== undefined && config !== undefined) await admin.update(daemonSets, withCniHash(node, config), options);
}

async function live(): Promise<KubeObject[]> {
  const found = await Promise.all(
    installed.map((object) => world.cluster.admin.get(resourceTypeOf(object), object.metadata)),
  );
  return found.filter((object) => object !== undefined);
}

async function rolls(): Promise<void> {
  await world.eventually('calico-node is rolled out', async () => {
    const { metadata, status } = (await world.calicoNode()) ?? {};
    const isSeen = status?.observedGeneration === metadata?.generation;
    return isSeen && status?.updatedNumberScheduled === 2 && status.numberAvailable === 2;
  });
}

async function managers(): Promise<string[]> {
  const entries = (await live()).flatMap(({ metadata }) => metadata.managedFields ?? []);
  return entries.filter(({ subresource }) => subresource === undefined).map(({ manager = '' }) => manager);
}

beforeAll(async () => {
  world = await World.create(2);
  const { admin } = world.cluster;
  world.startsTheOperator();
  await world.appliesInstallation();
  for (const type of [kinds.ApiServers, kinds.Goldmanes, kinds.Whiskers])
    await admin.create<KubeObject>(type, {
      apiVersion: 'operator.tigera.io/v1',
      kind: type.kind,
      metadata: { name: 'default' },
    });
  await world.becomesAvailable(...statuses);
  await world.stopsTheOperator();
  installed = (await liveObjects(world)).filter(isApplied);
  await theGoOperatorWrites();
  const left = { type: 'merge', body: { data: { 'of-the-go-operator': 'left' } } } as const;
  await admin.patch(configMaps, cniConfig, left, { fieldManager: 'operator' });
  await rolls();
  before = await readState(admin);
});

afterAll(() => world.destroy());

describe('taking over from the Go operator on a real control plane', () => {
  it('changes no pod template, restarts no pod and makes no certificate anew', async () => {
    expect(await managers()).not.toContain('calico-operator');
    world.startsTheOperator();
    await world.eventually('all fields have moved', async () => !(await managers()).includes('operator'));
    await world.becomesAvailable(...statuses);
    expect(changes(before, await readState(world.cluster.admin))).toEqual([]);
  });

  it('removes what the Go operator wrote and we do not want', async () => {
    const live = await world.cluster.admin.get(configMaps, cniConfig);
    expect(Object.keys(live?.data ?? {})).toEqual(['config']);
  });

  it('is done once: a second start writes nothing', async () => {
    expect(await world.writesOfANewStart()).toEqual([]);
  });

  it('leaves the way back open: what the Go operator writes over ours is accepted, and changes no template either', async () => {
    await world.stopsTheOperator();
    await theGoOperatorWrites();
    expect(changes(before, await readState(world.cluster.admin))).toEqual([]);
    expect(await world.writesOfANewStart()).not.toEqual([]);
    expect(changes(before, await readState(world.cluster.admin))).toEqual([]);
  });

  it('lets go of a setting whose fields the Go operator had written', async () => {
    await world.appliesInstallation({ flexVolumePath: 'None' });
    await world.eventually('the volume is gone', async () => {
      const volumes = (await world.calicoNode())?.spec?.template.spec?.volumes ?? [];
      return volumes.length > 0 && volumes.every(({ name }) => !name.startsWith('flexvol'));
    });
  });
});
