import { CustomResourceDefinition, DaemonSet } from '../../../src/k8s/kinds.ts';
import { loadCrds } from '../server/load-crds.ts';
import type { SimWorld } from '../world.ts';
import { addonStories } from './addons.ts';
import { aggregatedScenarios as aggregatedStories } from './aggregated.ts';
import { apiServerRemovals, apiServerStory } from './apiserver.ts';
import { certificateScenarios as certificateStories } from './certificates.ts';
import { sharesTheCluster } from './company.ts';
import { dataplanes } from './dataplanes.ts';
import { movesFromManifests } from './manifests.ts';
import { madeIn, makes } from './orders.ts';
import { parts } from './parts.ts';
import { respellsPools } from './pools.ts';
import type { Scenario } from './scenario.ts';
import { handlesSecrets } from './secrets.ts';
import { takeOverStory } from './take-over.ts';
import { installs, isRemoved, removals } from './teardown.ts';

/** Long enough for everything that still wants to be written after all is available: after a minute of faults, too. */
const settleMs = 120_000;

const allCrds = 32;
/** Until the last definition is established, and its kind served. */
const establishMs = 5_000;

async function uninstalls(world: SimWorld): Promise<void> {
  world.deletesInstallation();
  await isRemoved(world);
}

const stories: readonly Scenario[] = [
  { name: 'install', says: 'Calico is installed on an empty cluster', nodes: 3, story: installs },
  { name: 'smallest', says: 'Calico is installed on a single node', nodes: 1, story: installs },
  {
    name: 'edit',
    says: 'a running Installation gets other ports, resources and a node selector, and loses them again',
    nodes: 3,
    story: async (world) => {
      await installs(world);
      world.appliesInstallation({ nodeMetricsPort: 9091, typhaMetricsPort: 9093, controlPlaneReplicas: 1 });
      await world.becomesAvailable();
      world.appliesInstallation({ typhaMetricsPort: 9093 });
      await world.becomesAvailable();
    },
  },
  {
    name: 'dataplane',
    says: 'a running cluster goes from iptables to nftables',
    nodes: 3,
    story: async (world) => {
      await installs(world);
      world.appliesInstallation({ calicoNetwork: { linuxDataplane: 'Nftables' } });
      await world.becomesAvailable();
    },
  },
  {
    name: 'grow',
    says: 'a cluster grows from two nodes to seven, past a step of Typha',
    nodes: 2,
    story: async (world) => {
      await installs(world);
      world.addsNodes(5);
      await world.becomesAvailable();
      await world.eventually('calico-node is everywhere', () => world.rolledOut(DaemonSet, 'calico-node', 7));
    },
  },
  {
    name: 'pools',
    says: 'pools of both families, their ranges in unusual spellings, are installed, edited and drained',
    nodes: 2,
    story: respellsPools,
  },
  {
    name: 'company',
    says: 'others write finalizers, labels and fields of their own into what the operator writes',
    nodes: 2,
    story: sharesTheCluster,
  },
  {
    name: 'crds',
    says: 'the operator brings the CRDs that are missing, takes over the others, and installs Calico',
    nodes: 2,
    cluster: () => ({ crds: loadCrds(process.cwd()).filter((_, index) => index % 3 !== 0), managesCrds: true }),
    story: async (world) => {
      world.startsTheOperator();
      await world.eventually('the CRDs are there', () => world.admin.list(CustomResourceDefinition).length === allCrds);
      await world.scheduler.pass(establishMs);
      world.appliesInstallation();
      await world.becomesAvailable();
    },
  },
  {
    name: 'manifests',
    says: 'Calico moves from manifests in kube-system to calico-system, node by node',
    nodes: 6,
    story: movesFromManifests,
  },
  {
    name: 'secrets',
    says: 'a pull secret is copied, replaced, taken away and given back',
    nodes: 2,
    story: handlesSecrets,
  },
  {
    name: 'teardown',
    says: 'Calico is installed and removed',
    nodes: 3,
    story: async (world) => {
      await installs(world);
      await uninstalls(world);
    },
  },
  {
    name: 'reinstall',
    says: 'Calico is installed, removed and installed again',
    nodes: 2,
    story: async (world) => {
      await installs(world);
      await uninstalls(world);
      world.appliesInstallation();
      await world.becomesAvailable();
    },
  },
];

/** All scenarios; each goes on until nothing is left to be written. */
export const scenarios: readonly Scenario[] = [...stories, apiServerStory, takeOverStory].map((scenario) => ({
  ...scenario,
  story: settling(scenario.story),
}));

/** Tells a story, and lets time pass until nothing should be left to be written. */
export function settling(story: Scenario['story']): Scenario['story'] {
  return async (world) => {
    await story(world);
    await world.scheduler.pass(settleMs);
  };
}

/** Removals at odd times; their titles are their names. */
export const removalScenarios: readonly Scenario[] = removals.map(({ title, story }) => ({
  name: title,
  says: 'Calico is installed and removed',
  nodes: 3,
  story: settling(story),
}));

/** Removals of an APIServer, alone and with the Installation. */
export const apiServerScenarios: readonly Scenario[] = apiServerRemovals.map((scenario) => ({
  ...scenario,
  story: settling(scenario.story),
}));

/** Everything beside an Installation. */
export const addonScenarios: readonly Scenario[] = addonStories.map((scenario) => ({
  ...scenario,
  story: settling(scenario.story),
}));

/** More nodes than two pages of a list hold. */
const crowdScenario: Scenario = {
  name: 'crowd',
  says: 'Calico is installed on more than five hundred nodes',
  nodes: 520,
  story: settling(installs),
};

/** Everything that there is, and nothing that happens to it. */
const partScenario: Scenario = {
  ...madeIn(parts),
  name: 'parts',
  story: settling((world) => makes(world, parts)),
};

/** Calico behind its own API server. */
export const aggregatedScenarios: readonly Scenario[] = aggregatedStories.map((scenario) => ({
  ...scenario,
  story: settling(scenario.story),
}));

/** From each dataplane to each other, and straight to each. */
export const dataplaneScenarios: readonly Scenario[] = dataplanes.map((scenario) => ({
  ...scenario,
  story: settling(scenario.story),
}));

/** Long stories about certificates. */
export const certificateScenarios: readonly Scenario[] = certificateStories.map((scenario) => ({
  ...scenario,
  story: settling(scenario.story),
}));

/** Every scenario that can be told by its name. */
export const allScenarios: readonly Scenario[] = [
  ...scenarios,
  partScenario,
  crowdScenario,
  ...removalScenarios,
  ...dataplaneScenarios,
  ...certificateScenarios,
  ...apiServerScenarios,
  ...addonScenarios,
  ...aggregatedScenarios,
];

/** Throws RangeError that lists the names. */
export function scenarioNamed(name: string): Scenario {
  const found = allScenarios.find((scenario) => scenario.name === name);
  if (found !== undefined) return found;
  const names = scenarios.map((scenario) => scenario.name).join(', ');
  throw new RangeError(`There is no scenario ${name}; there are: ${names}`);
}
