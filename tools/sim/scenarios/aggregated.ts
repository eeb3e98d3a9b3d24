import { Deployment, APIService } from '../../../src/k8s/kinds.ts';
import { NetworkPolicies } from '../../../src/crds/kinds.ts';
import { loadCrds } from '../server/load-crds.ts';
import type { SimWorld } from '../world.ts';
import type { Scenario } from './scenario.ts';
import { installs, isRemoved } from './teardown.ts';

const servedKinds = new Set(['tiers', 'networkpolicies', 'globalnetworkpolicies', 'ipamconfigurations']);

/** The CRDs of crd.projectcalico.org/v1 and, in place of what calico-apiserver keeps there, a store for its own kinds; pools are kept there. */
export function aggregatedCluster(): ReturnType<NonNullable<Scenario['cluster']>> {
  const v3 = loadCrds(process.cwd(), ['v3']);
  const served = v3.filter(({ metadata }) => servedKinds.has(metadata.name.replace('.projectcalico.org', '')));
  return { crds: [...loadCrds(process.cwd(), ['operator', 'v1', 'policy']), ...served], aggregated: true };
}

async function installsBoth(world: SimWorld): Promise<void> {
  world.appliesApiServer();
  await installs(world);
  await world.eventually('the API server is ready', () => world.apiServer()?.status?.state === 'Ready');
  await world.eventually('its policy is there', () => hasPolicy(world));
}

function hasPolicy(world: SimWorld): boolean {
  const policy = { namespace: 'calico-system', name: 'calico-system.apiserver-access' };
  return world.admin.get(NetworkPolicies, policy) !== undefined;
}

/** Calico behind its own API server, which is a part of what is installed. */
export const aggregatedScenarios: readonly Scenario[] = [
  {
    name: 'aggregated',
    says: 'Calico is installed behind its own API server, whose pods go away for a while',
    nodes: 2,
    cluster: aggregatedCluster,
    story: async (world) => {
      await installsBoth(world);
      const server = { namespace: 'calico-system', name: 'calico-apiserver' };
      const live = world.admin.get(Deployment, server);
      if (live !== undefined) world.admin.delete(Deployment, live);
      await world.scheduler.pass(100);
      await world.eventually('it is ready again', () => world.apiServer()?.status?.state === 'Ready');
      await world.becomesAvailable();
    },
  },
  {
    name: 'aggregated removal',
    says: 'Calico is removed together with its own API server',
    nodes: 2,
    cluster: aggregatedCluster,
    story: async (world) => {
      await installsBoth(world);
      world.deletesApiServer();
      world.deletesInstallation();
      await isRemoved(world);
      const registration = { name: 'v3.projectcalico.org' };
      await world.eventually('nothing is registered', () => world.admin.get(APIService, registration) === undefined);
    },
  },
];
