import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { KubeObject } from '../../src/k8s/object.ts';
import { resourceTypeOf } from '../../src/reconcilers/cluster/resource-types.ts';
import { ensureHelm } from '../../tools/helm/build.ts';
import { renderChart } from '../charts/render.ts';
import { liveObjects, World } from '../support/world.ts';

let world: World;
/** The custom resources of the chart, as a GitOps controller has them. */
let wanted: readonly KubeObject[];

beforeAll(async () => {
  const rendered = renderChart(await ensureHelm('.', console.log), 'tigera-operator');
  wanted = [...rendered.values()].filter(({ apiVersion }) => apiVersion === 'operator.tigera.io/v1');
  world = await World.create(3);
  world.startsTheOperator();
  await applies();
  await world.becomesAvailable('calico', 'ippools', 'tiers', 'goldmane', 'whisker');
  await world.settles();
});

afterAll(() => world.destroy());

/** Server-side apply, as Argo CD and Flux do it. */
async function applies(): Promise<void> {
  const options = { fieldManager: 'gitops', conflicts: 'force' } as const;
  for (const object of wanted) await world.cluster.admin.apply(resourceTypeOf(object), object, options);
}

/** The version and generation of each object, by name. */
async function versions(): Promise<Record<string, string>> {
  const resources = await Promise.all(
    wanted.map((object) => world.cluster.admin.get<KubeObject>(resourceTypeOf(object), object.metadata)),
  );
  const all = [...resources.filter((each) => each !== undefined), ...(await liveObjects(world))];
  return Object.fromEntries(
    all.map(({ kind, metadata: { namespace = '', name, resourceVersion = '', generation = 0 } }) => [
      `${kind} ${namespace}/${name}`,
      `${resourceVersion} in generation ${generation}`,
    ]),
  );
}

/** The versions once nothing changes for five seconds: what Calico's pods do comes to rest by itself. */
async function versionsAtRest(): Promise<Record<string, string>> {
  for (let before = await versions(); ;) {
    await pause(5_000);
    const now = await versions();
    if (JSON.stringify(now) === JSON.stringify(before)) return now;
    before = now;
  }
}

it('applying the custom resources of the chart again and again changes nothing, neither them nor what they brought', async () => {
  const before = await versionsAtRest();
  expect(Object.keys(before).length).toBeGreaterThan(wanted.length + 30);
  for (let time = 0; time < 3; time++) await applies();
  await pause(5_000);
  expect(await versions()).toEqual(before);
});
