import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { ensureHelm } from '../../tools/helm/build.ts';
import { renderChart } from '../charts/render.ts';
import { kubectl } from '../support/kubectl.ts';
import { World } from '../support/world.ts';

const own = ['--namespace', 'tigera-operator'];
/** What a node has before there is a network, one taint each. */
const bootstrapTaints = [
  'node.kubernetes.io/not-ready:NoSchedule',
  'node.kubernetes.io/network-unavailable:NoSchedule',
  'node.cloudprovider.kubernetes.io/uninitialized=true:NoSchedule',
  'node-role.kubernetes.io/control-plane:NoSchedule',
];

describe('the operator with the tolerations that docs/upgrade.md has for drains', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.create(2, { bare: true });
    await kubectl(world, 'create', 'namespace', 'tigera-operator');
    await kubectl(world, 'taint', 'nodes', '--all', '--overwrite', ...bootstrapTaints);
    await kubectl(world, 'apply', '--filename', await written());
  });

  afterAll(() => world.destroy());

  /** The Deployment and its ServiceAccount in a file, as the chart has them. */
  async function written(): Promise<string> {
    const [, block = ''] = /```yaml\n(tolerations:[^`]*)```/.exec(readFileSync('docs/upgrade.md', 'utf8')) ?? [];
    const { tolerations } = parse(block) as { tolerations: unknown };
    const values = ['--set-json', `tolerations=${JSON.stringify(tolerations)}`];
    const rendered = renderChart(await ensureHelm('.', console.log), 'tigera-operator', values);
    const items = ['ServiceAccount', 'Deployment'].map((kind) =>
      rendered.get(`${kind} tigera-operator tigera-operator`),
    );
    const file = join(world.cluster.plane.folder, 'operator.json');
    writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    return file;
  }

  /** The node of the pod, once there is one that has a node and stays. */
  async function node(): Promise<string> {
    let found = '';
    await world.eventually('the pod has a node', async () => {
      const columns = 'custom-columns=NODE:.spec.nodeName,GOES:.metadata.deletionTimestamp';
      const pods = await kubectl(world, 'get', 'pods', ...own, '--no-headers', '--output', columns);
      found = /^(\S+)\s+<none>$/m.exec(pods)?.[1] ?? '<none>';
      return found !== '<none>';
    });
    return found;
  }

  it('is scheduled where every node has the taints of a cluster without a network', async () => {
    expect(await node()).toMatch(/\w/);
  });

  it('never comes back to a node that is drained', async () => {
    for (let time = 0; time < 20; time++) {
      const drained = await node();
      await kubectl(world, 'drain', drained, '--ignore-daemonsets', '--timeout=60s');
      expect(await node()).not.toBe(drained);
      await kubectl(world, 'uncordon', drained);
    }
  });
});
