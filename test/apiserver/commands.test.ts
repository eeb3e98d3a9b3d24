import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as kinds from '../../src/crds/kinds.ts';
import { World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create(2);
});

afterAll(() => world.destroy());

/** Runs the operator with one job to do, under its own account, and resolves with its exit code. */
function runs(job: string): Promise<number | null> {
  return world.cluster.startOperator([job]).ended;
}

describe('operator -persist-defaults', () => {
  it('fails while there is nothing to write', async () => {
    expect(await runs('-persist-defaults')).toBe(1);
  });

  it('writes what is in effect into the spec, which changes nothing else', async () => {
    world.startsTheOperator();
    await world.appliesInstallation({ controlPlaneReplicas: 1 });
    await world.becomesAvailable();
    const nodes = (await world.calicoNode())?.metadata.generation;
    expect(await runs('-persist-defaults')).toBe(0);
    const { spec, status } = (await world.installation()) ?? {};
    expect(spec).toEqual(status?.computed);
    expect(spec?.controlPlaneReplicas).toBe(1);
    await world.becomesAvailable();
    expect((await world.calicoNode())?.metadata.generation).toBe(nodes);
  });

  it('writes nothing the second time', async () => {
    const before = (await world.installation())?.metadata.generation;
    expect(await runs('-persist-defaults')).toBe(0);
    expect((await world.installation())?.metadata.generation).toBe(before);
  });
});

describe('operator -pre-delete', () => {
  it('deletes the custom resources and ends once the operator has taken Calico down', async () => {
    const metadata = { name: 'default' };
    await world.cluster.admin.create(kinds.ApiServers, {
      apiVersion: 'operator.tigera.io/v1',
      kind: 'APIServer',
      metadata,
    });
    const isAvailable = async () => (await world.condition('apiserver', 'Available'))?.status === 'True';
    await world.eventually('the API server is available', isAvailable);
    expect(await runs('-pre-delete')).toBe(0);
    expect(await world.installation()).toBeUndefined();
    expect(await world.cluster.admin.get(kinds.ApiServers, metadata)).toBeUndefined();
  });

  it('has nothing to do the second time', async () => {
    expect(await runs('-pre-delete')).toBe(0);
  });
});
