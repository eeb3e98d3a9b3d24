import { describe, expect, it } from '@jest/globals';
import type { Deployment } from '../../src/crds/generated/core.gen.ts';
import { Deployment as Deployments, Node } from '../../src/k8s/kinds.ts';
import type { ResourceType } from '../../src/k8s/object.ts';
import { kwokNode } from '../../tools/cluster/kwok-nodes.ts';
import { SimWorld } from '../../tools/sim/world.ts';

const seconds = 1_000;
const ladder = [
  { nodes: 1, replicas: 1 },
  { nodes: 200, replicas: 2 },
];

/** A running cluster, and all numbers of Typhas from now on. */
async function aCluster(nodes: number): Promise<{ world: SimWorld; changes: number[] }> {
  const world = new SimWorld({ seed: 3, nodes });
  world.startsTheOperator();
  world.appliesInstallation({ typhaAutoscaling: { ladder } });
  await world.becomesAvailable();
  const changes: number[] = [];
  world.admin.onChange(({ resource, object }) => {
    if (resource.plural !== 'deployments' || object.metadata.name !== 'calico-typha') return;
    const replicas = (object as Deployment).spec?.replicas ?? 1;
    if (replicas !== (changes.at(-1) ?? 1)) changes.push(replicas);
  });
  return { world, changes };
}

async function hovers(world: SimWorld): Promise<void> {
  for (const index of [199, 200]) world.admin.create(Node, kwokNode(index));
  await world.scheduler.pass(15 * seconds);
  const surplus = world.admin.list(Node).filter(({ metadata }) => /-(199|200)$/.test(metadata.name));
  for (const node of surplus) world.admin.delete(Node, node);
  await world.scheduler.pass(15 * seconds);
}

function typhas(world: SimWorld): number | undefined {
  const name = { namespace: 'calico-system', name: 'calico-typha' };
  return world.admin.get(Deployments as ResourceType<Deployment>, name)?.spec?.replicas;
}

describe('Typha', () => {
  it('is scaled once while nodes hover around a step for ten minutes, and back when they rest', async () => {
    const { world, changes } = await aCluster(199);
    expect(typhas(world)).toBe(1);
    for (let time = 0; time < 20; time++) await hovers(world);
    expect(changes).toEqual([2]);
    await world.scheduler.pass(9 * 60 * seconds);
    expect(changes).toEqual([2]);
    await world.scheduler.pass(2 * 60 * seconds);
    expect(changes).toEqual([2, 1]);
  });
});
