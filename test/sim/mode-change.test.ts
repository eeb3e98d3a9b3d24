import { beforeEach, describe, expect, it } from '@jest/globals';
import { CustomResourceDefinition } from '../../src/k8s/kinds.ts';
import type { KubeObject } from '../../src/k8s/object.ts';
import { DatastoreMigrations } from '../../src/crds/datastore-migration.ts';
import { loadCrds } from '../../tools/sim/server/load-crds.ts';
import { SimWorld } from '../../tools/sim/world.ts';
import { aMigration, migrationCrd } from '../support/migrations.ts';

const definitionsOf = (flavour: 'v1' | 'v3'): readonly KubeObject[] => loadCrds(process.cwd(), [flavour]);

let world: SimWorld;

beforeEach(async () => {
  world = new SimWorld({ seed: 7, crds: loadCrds(process.cwd(), ['operator', 'v1', 'policy']) });
  world.startsTheOperator();
  world.appliesInstallation();
  await world.eventually('the network is there', () => world.condition('calico', 'Available')?.status === 'True');
});

function brings(...definitions: readonly KubeObject[]): void {
  for (const each of definitions) world.admin.create(CustomResourceDefinition, each);
}

function migrationIs(phase: string): void {
  if (world.admin.get(DatastoreMigrations, { name: 'v1-to-v3' }) === undefined) {
    world.admin.create(DatastoreMigrations, aMigration({ phase }));
  } else {
    world.admin.patch(DatastoreMigrations, { name: 'v1-to-v3' }, { status: { phase } });
  }
}

const groupNow = (): string | undefined => world.installation()?.status?.calicoAPIGroup;
const starts = (): number =>
  world.history.all.filter((each) => each.kind === 'log' && each.line.includes('"Starting"')).length;

describe('the API group of Calico’s configuration', () => {
  it('stays while CRDs of both are there', async () => {
    brings(...definitionsOf('v3'));
    await world.scheduler.pass(60_000);
    expect([groupNow(), starts()]).toEqual(['crd.projectcalico.org/v1', 1]);
  });

  it('changes when those of v1 have gone for good, and the same process goes on', async () => {
    brings(...definitionsOf('v3'));
    for (const { metadata } of definitionsOf('v1')) world.deletes(CustomResourceDefinition, metadata);
    await world.eventually('the group is another', () => groupNow() === 'projectcalico.org/v3');
    await world.becomesAvailable();
    expect([world.operator?.state, starts()]).toEqual(['running', 2]);
  });

  it('follows a migration that has converged, and none that has not', async () => {
    brings(...definitionsOf('v3'), migrationCrd);
    await world.scheduler.pass(1_000);
    migrationIs('Converged');
    await world.eventually('the group is another', () => groupNow() === 'projectcalico.org/v3');
    migrationIs('Complete');
    await world.becomesAvailable();
    expect(starts()).toBe(2);
  });

  it('does not change because the API server does not answer', async () => {
    world.operator?.kill();
    world.startsTheOperator();
    world.admin.server.cutWatches();
    await world.scheduler.pass(120_000);
    expect(groupNow()).toBe('crd.projectcalico.org/v1');
  });
});
