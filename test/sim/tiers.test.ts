import { beforeEach, describe, expect, it } from '@jest/globals';
import { GlobalNetworkPolicies, NetworkPolicies, Tiers } from '../../src/crds/kinds.ts';
import { apiVersionOf, type ObjectMeta, type ResourceType } from '../../src/k8s/object.ts';
import { SimWorld } from '../../tools/sim/world.ts';
import { withContent } from '../support/cluster-objects.ts';

const tier = 'allow-tigera';
let world: SimWorld;

/** What an earlier release has left: its tier, and its policies. */
function formerRelease(): void {
  creates(Tiers, { name: tier }, { order: 100 });
  for (const name of ['default-deny', 'kube-controller-access']) createsPolicy(`${tier}.${name}`);
  creates(GlobalNetworkPolicies, { name: `${tier}.node-local-dns` }, { tier });
}

function createsPolicy(name: string): void {
  creates(NetworkPolicies, { name, namespace: 'calico-system' }, { tier });
}

function creates(type: ResourceType, metadata: ObjectMeta, spec: object): void {
  world.admin.create(type, withContent({ apiVersion: apiVersionOf(type), kind: type.kind, metadata }, { spec }));
}

const said = (): string => world.condition('tiers', 'Available')?.message ?? '';

beforeEach(async () => {
  world = new SimWorld({ seed: 1, nodes: 1 });
  world.startsTheOperator();
  world.appliesInstallation();
  await world.becomesAvailable();
});

describe('the tier of earlier releases', () => {
  it('goes with its policies', async () => {
    formerRelease();
    await world.eventually('it is gone', () => world.admin.get(Tiers, { name: tier }) === undefined);
    const left = [...world.admin.list(NetworkPolicies), ...world.admin.list(GlobalNetworkPolicies)];
    expect(left.filter(({ spec }) => spec.tier === tier)).toEqual([]);
    expect(said()).not.toContain('CAL-607');
  });

  it('stays with a policy of somebody else, which is told once, and goes after it', async () => {
    formerRelease();
    createsPolicy(`${tier}.mine`);
    await world.eventually('that is told', () => said().includes(`CAL-607`));
    const mine = world.admin.list(NetworkPolicies).find(({ spec }) => spec.tier === tier);
    expect(mine?.metadata.name).toBe(`${tier}.mine`);
    const told = said();
    await world.scheduler.pass(30 * 60_000);
    expect(said()).toBe(told);
    if (mine !== undefined) world.admin.delete(NetworkPolicies, mine);
    await world.eventually('it is gone', () => world.admin.get(Tiers, { name: tier }) === undefined);
  });
});

describe('tiers without an APIServer', () => {
  it('are available, with a note', async () => {
    expect(world.condition('tiers', 'Available')).toMatchObject({ status: 'True' });
    expect(said()).toContain('CAL-605');
    world.appliesApiServer();
    await world.eventually('the note is gone', () => !said().includes('CAL-605'));
  });
});
