import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { LinuxDataplane } from '../../src/crds/installation/calico-network.ts';
import { BgpConfigurations, FelixConfigurations } from '../../src/crds/kinds.ts';
import type { DaemonSet } from '../../src/crds/generated/core.gen.ts';
import type { KubeObject } from '../../src/k8s/object.ts';
import { isSwitchedOff } from '../../src/reconcilers/kube-proxy/proxy-state.ts';
import { judge } from '../../tools/sim/judge.ts';
import { run, type Run } from '../../tools/sim/run.ts';
import { scenarioNamed } from '../../tools/sim/scenarios/index.ts';
import { asksFor, comesTo, kubeProxy, linuxDataplanes, runsKubeProxy } from '../../tools/sim/scenarios/dataplanes.ts';
import { installs } from '../../tools/sim/scenarios/teardown.ts';
import { SimWorld } from '../../tools/sim/world.ts';

const modes = [
  ['Felix', ['Enabled', 'Disabled']],
  ['BIRD', ['Disabled', 'Enabled']],
] as const;

const fresh = new Map<LinuxDataplane, Promise<Run>>();

function freshRun(dataplane: LinuxDataplane): Promise<Run> {
  const known = fresh.get(dataplane) ?? run({ scenario: scenarioNamed(`dataplane ${dataplane}`), seed: 1 });
  fresh.set(dataplane, known);
  return known;
}

const pairs = linuxDataplanes.flatMap((from) =>
  linuxDataplanes.filter((to) => to !== from).map((to) => [from, to] as const),
);

/** kube-proxy is not ours; whoever wrote its node selector last stays its manager, which means nothing. */
const notOurs = /^DaemonSet\.apps kube-system\/kube-proxy is left over$/;

async function problemsOf(scenario: string, seed: number, golden: Run): Promise<string[]> {
  const made = await run({ scenario: scenarioNamed(scenario), seed });
  const [proxy, expected] = [made, golden].map(({ objects }) =>
    objects.find(({ metadata }) => metadata.name === 'kube-proxy'),
  );
  expect(specOf(proxy)).toEqual(specOf(expected));
  return judge(made, golden, { objects: 'same', effort: 'any' }).filter((problem) => !notOurs.test(problem));
}

function specOf(object: KubeObject | undefined): unknown {
  return (object as DaemonSet | undefined)?.spec;
}

describe('a running cluster', () => {
  it.each(pairs)('that goes from %s to %s ends as one that was installed so', async (from, to) => {
    const golden = await freshRun(to);
    const problems: string[] = [];
    for (let seed = 2; seed < 5; seed++) {
      problems.push(...(await problemsOf(`dataplane ${from} to ${to}`, seed, golden)));
    }
    expect(problems).toEqual([]);
  });

  it.each(linuxDataplanes)('that was installed with %s is judged good', async (dataplane) => {
    const golden = await freshRun(dataplane);
    expect(judge(golden, golden)).toEqual([]);
  });
});

/** Twenty nodes with kube-proxy and a dataplane. */
async function aCluster(dataplane: LinuxDataplane): Promise<SimWorld> {
  const world = new SimWorld({ seed: 11, nodes: 20 });
  runsKubeProxy(world);
  world.startsTheOperator();
  asksFor(world, dataplane);
  await comesTo(world, dataplane);
  return world;
}

function bpfEnabled(world: SimWorld): boolean | undefined {
  return world.admin.get(FelixConfigurations, { name: 'default' })?.spec?.bpfEnabled;
}

describe('kube-proxy on twenty nodes, one of which is lost', () => {
  it('goes on running until calico-node is ready with BPF on the last node, too', async () => {
    const world = await aCluster('Iptables');
    world.setsNodeReady(7, false);
    asksFor(world, 'BPF');
    await world.scheduler.pass(10 * 60_000);
    expect(isSwitchedOff(kubeProxy(world))).toBe(false);
    expect(bpfEnabled(world)).toBe(false);
    expect(world.condition('kubeproxy-monitor', 'Progressing')?.message).toMatch(/^kube-proxy goes off once/);
    expect(world.condition('calico', 'Progressing')?.message).toContain('19 of 20 nodes');
    world.setsNodeReady(7, true);
    await comesTo(world, 'BPF');
  });

  it('comes back before Felix lets go, and the lost node is not waited for', async () => {
    const world = await aCluster('BPF');
    world.setsNodeReady(7, false);
    asksFor(world, 'Iptables');
    await world.eventually('kube-proxy is on again', () => !isSwitchedOff(kubeProxy(world)));
    expect(bpfEnabled(world)).toBe(true);
    await world.eventually('BPF is off', () => bpfEnabled(world) === false);
    expect(kubeProxy(world)?.status?.numberAvailable).toBe(19);
  });

  it('stays off when a node is lost later', async () => {
    const world = await aCluster('BPF');
    world.setsNodeReady(7, false);
    await world.scheduler.pass(10 * 60_000);
    expect(isSwitchedOff(kubeProxy(world))).toBe(true);
    expect(bpfEnabled(world)).toBe(true);
  });
});

describe('kube-proxy', () => {
  it('is handed back when its management ends, and when the Installation goes', async () => {
    const world = await aCluster('BPF');
    world.appliesInstallation({ calicoNetwork: { kubeProxyManagement: 'Disabled' } });
    await world.eventually('it is on again', () => !isSwitchedOff(kubeProxy(world)));
    await world.eventually(
      'nothing is told of it',
      () => world.condition('kubeproxy-monitor', 'Available') === undefined,
    );
    asksFor(world, 'BPF');
    await comesTo(world, 'BPF');
    world.deletesInstallation();
    await world.eventually('the Installation is gone', () => world.installation() === undefined);
    expect(isSwitchedOff(kubeProxy(world))).toBe(false);
  });
});

/** Who programs the routes of the cluster, as Felix and BIRD are told. */
function routing(world: SimWorld): unknown[] {
  const name = 'default';
  const felix = world.admin.get(FelixConfigurations, { name })?.spec?.programClusterRoutes;
  return [felix, world.admin.get(BgpConfigurations, { name })?.spec?.programClusterRoutes];
}

describe('settings of Felix on a running cluster', () => {
  it('follow clusterRoutingMode, and are left to the user again without it', async () => {
    const world = new SimWorld({ seed: 4 });
    await installs(world);
    const before = routing(world);
    for (const [clusterRoutingMode, expected] of modes) {
      world.appliesInstallation({ calicoNetwork: { clusterRoutingMode } });
      await world.eventually(`it is ${clusterRoutingMode}`, () => isDeepStrictEqual(routing(world), expected));
    }
    world.appliesInstallation({});
    await world.eventually('nothing is decided', () => isDeepStrictEqual(routing(world), before));
    await world.scheduler.pass(60_000);
    expect(routing(world)).toEqual(before);
  });

  it('keep a bpfEnabled that somebody else has set, and the status tells whose it is and how to give it back', async () => {
    const world = new SimWorld({ seed: 4 });
    await installs(world);
    world.admin.patch(FelixConfigurations, { name: 'default' }, { spec: { bpfEnabled: true } });
    const said = (): string => world.condition('calico', 'Available')?.message ?? '';
    await world.eventually('that is told', () => said().includes('CAL-301'));
    expect(said()).toContain('spec.bpfEnabled: true was set by administrator and stays');
    expect(bpfEnabled(world)).toBe(true);
    world.admin.patch(FelixConfigurations, { name: 'default' }, { spec: { bpfEnabled: null } });
    await world.eventually('the operator has it again', () => bpfEnabled(world) === false);
    await world.eventually('nothing is told', () => !said().includes('CAL-301'));
  });
});
