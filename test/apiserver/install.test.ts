import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import * as kinds from '../../src/crds/kinds.ts';
import { Event } from '../../src/k8s/kinds.ts';
import { describeRequest, isForbidden } from '../../tools/cluster/audit-log.ts';
import { World } from '../support/world.ts';

describe('an Installation on an empty cluster', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.create(5);
    world.startsTheOperator();
    await world.appliesInstallation();
    await world.becomesAvailable();
  });

  afterAll(() => world.destroy());

  it('brings a calico-node to every node', async () => {
    const { status } = (await world.calicoNode()) ?? {};
    expect(status?.numberAvailable).toBe(5);
    expect(status?.desiredNumberScheduled).toBe(5);
  });

  it('says what runs and what is in effect, without writing into the spec', async () => {
    await world.eventually(
      'the version is published',
      async () => (await world.installation())?.status?.calicoVersion !== undefined,
    );
    const { spec, status } = (await world.installation()) ?? {};
    expect(spec).toEqual({});
    expect(status).toMatchObject({
      variant: 'Calico',
      calicoVersion: 'v3.32.1',
      computed: { cni: { type: 'Calico' } },
    });
    expect(status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({
      status: 'True',
      reason: 'AllObjectsAvailable',
    });
  });

  it('makes the default pool, which is nobody’s dependent', async () => {
    const pool = await world.cluster.admin.get(kinds.IpPools, { name: 'default-ipv4-ippool' });
    expect(pool?.spec).toMatchObject({ cidr: '192.168.0.0/16', ipipMode: 'Always', natOutgoing: true });
    expect(pool?.metadata.ownerReferences).toBeUndefined();
  });

  it('tells of it in an Event', async () => {
    const { items } = await world.cluster.admin.list(Event, { namespace: 'default' });
    const notes = items.map((event) => JSON.stringify(event));
    expect(notes.some((note) => note.includes('All objects available') && note.includes('Installation'))).toBe(true);
  });

  it('asks for nothing that it may not do', async () => {
    const refused = (await world.requests()).filter(isForbidden);
    expect(refused.map(describeRequest)).toEqual([]);
  });

  it('is quiet when there is nothing to do', async () => {
    await pause(4_000);
    const before = (await world.requests()).length;
    await pause(10_000);
    const news = (await world.requests()).slice(before).filter(({ verb }) => verb !== 'watch');
    expect(news.map(describeRequest)).toEqual([]);
  });

  it('writes nothing when it starts again', async () => {
    expect(await world.writesOfANewStart()).toEqual([]);
  });
});
