import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Installations } from '../../src/crds/kinds.ts';
import type { InstallationSpec } from '../../src/crds/installation/spec.ts';
import { DaemonSet, Deployment, Node, Pod } from '../../src/k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/k8s/object.ts';
import type { History } from '../../tools/observer/history.ts';
import { usualFacts } from '../../tools/observer/facts.ts';
import { versionOrder } from '../../tools/observer/invariants/i21-version-order.ts';
import { isReady } from '../../tools/observer/live-nodes.ts';
import { shortages } from '../../tools/observer/oracles/nodes-without.ts';
import { ClusterRecorder } from '../../tools/observer/record-cluster.ts';
import { listAt } from '../../tools/observer/value-at.ts';
import { World } from '../support/world.ts';

const nodes = Number(process.env['NODES'] ?? '300');
const budget = Math.ceil(nodes / 10);
const [before, release] = ['v3.31.0', 'v3.32.1'];
const patienceMs = 20 * 60_000;

const spec: InstallationSpec = {
  kubeletVolumePluginPath: 'None',
  nodeUpdateStrategy: { rollingUpdate: { maxUnavailable: budget } },
};

describe(`an upgrade of ${nodes} nodes on a real control plane`, () => {
  let world: World;

  beforeAll(async () => {
    world = await World.create(nodes);
    world.startsTheOperator();
    await world.appliesInstallation(spec);
    await world.eventually('the first version runs', async () => (await version()) === release, patienceMs);
    await world.stopsTheOperator();
    await runsAnotherRelease();
  }, patienceMs);

  afterAll(() => world.destroy());

  async function version(): Promise<string | undefined> {
    return (await world.installation())?.status?.calicoVersion;
  }

  /** What the operator of the release before left. */
  async function runsAnotherRelease(): Promise<void> {
    const { admin } = world.cluster;
    for (const type of [DaemonSet, Deployment] as readonly ResourceType[]) {
      for (const live of (await admin.list(type)).items) {
        const text = JSON.stringify(live)
          .replaceAll(`:${release}`, `:${before}`)
          .replaceAll(`"maxUnavailable":${budget}`, '"maxUnavailable":"100%"');
        await admin.update(type, JSON.parse(text) as KubeObject);
      }
    }
    const body = { status: { calicoVersion: before } };
    await admin.patch(Installations, { name: 'default' }, { type: 'merge', body }, { subresource: 'status' });
    await world.eventually('every node runs it', async () => (await readyPodsOf(before)) === nodes, patienceMs);
  }

  async function readyPodsOf(tag: string): Promise<number> {
    const { items } = await world.cluster.admin.list(Pod, { labelSelector: 'k8s-app=calico-node' });
    return items.filter((pod) => JSON.stringify(pod).includes(`:${tag}"`) && isReady(pod) && isServed(pod)).length;
  }

  /** Upgrades, and tells what has happened meanwhile. */
  async function upgraded(): Promise<History> {
    const { admin: client, plane } = world.cluster;
    const kinds = [Installations, DaemonSet, Deployment, Node, Pod];
    const recorder = await ClusterRecorder.start({ client, auditLog: plane.auditLog, kinds });
    world.startsTheOperator();
    await world.eventually('the new version runs', async () => (await version()) === release, patienceMs);
    const history = await recorder.stop();
    await world.stopsTheOperator();
    return history;
  }

  it(
    'keeps its order and its budget',
    async () => {
      const history = await upgraded();
      // Before they have been watched for a while, nodes do not count as live: nothing happens to Typha so soon.
      expect(versionOrder.check(history, usualFacts)).toEqual([]);
      expect(shortages(history, { from: 1_000, budget })).toEqual([]);
      expect(history.changes.filter(({ object }) => object.kind === 'Pod').length).toBeGreaterThan(2 * nodes);
    },
    patienceMs,
  );
});

/** A pod without conditions has not begun. */
function isServed(pod: object): boolean {
  return listAt(pod, 'status', 'conditions').length > 0;
}
