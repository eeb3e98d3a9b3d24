import { beforeEach, describe, expect, it } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import type { CrdManifest } from '../../src/crds/definition.ts';
import { CustomResourceDefinition, MutatingAdmissionPolicy } from '../../src/k8s/kinds.ts';
import type { KubeObject } from '../../src/k8s/object.ts';
import { MUTATING_LABEL } from '../../src/renderers/admission-policies/index.ts';
import { labelTier, setTypes } from '../../src/renderers/admission-policies/mutations.ts';
import type { RequestMade } from '../../tools/observer/history.ts';
import { loadCrds } from '../../tools/sim/server/load-crds.ts';
import { SimWorld } from '../../tools/sim/world.ts';
import { likeV329, newer, older, specFields } from '../support/other-crds.ts';

const ours = loadCrds(process.cwd());
const tiers = 'tiers.projectcalico.org';
const foreign = { group: 'example.com', names: { kind: 'Toy', listKind: 'ToyList', plural: 'toys', singular: 'toy' } };

let world: SimWorld;

function starts(crds: readonly KubeObject[], managesCrds = true): void {
  world = new SimWorld({ seed: 1, crds, managesCrds });
  world.startsTheOperator();
}

function definition(name: string): KubeObject | undefined {
  return world.admin.get(CustomResourceDefinition, { name });
}

function expected(name: string): string[] {
  return specFields(ours.find(({ metadata }) => metadata.name === name));
}

function logged(text: string): number {
  return world.history.all.filter((each) => each.kind === 'log' && each.line.includes(text)).length;
}

function ourCrd(name: string): KubeObject | undefined {
  return ours.find(({ metadata }) => metadata.name === name);
}

/** What a definition says of its kind. */
function content(crd: KubeObject | undefined): unknown {
  return (crd as CrdManifest | undefined)?.spec.versions.map(({ schema }) => schema);
}

/** What the operator has asked of definitions, watches and lists aside. */
function asked(verb: string): number {
  return requested().filter((each) => each.verb === verb).length;
}

function requested(): RequestMade[] {
  const ofOperator = world.history.requests.filter(({ user }) => user.includes('tigera-operator'));
  return ofOperator.filter(({ resource }) => resource.plural === 'customresourcedefinitions');
}

describe('an operator that brings the CRDs', () => {
  it('installs Calico on a cluster that has none', async () => {
    starts([]);
    await world.eventually('the CRDs are there', () => logged('Created a CRD') === 32);
    await world.scheduler.pass(1_000);
    world.appliesInstallation();
    await world.becomesAvailable();
    expect(asked('apply')).toBe(32);
  });

  it('brings the admission policies of v3, and removes those of other releases', async () => {
    starts(ours);
    const apiVersion = 'admissionregistration.k8s.io/v1';
    const metadata = { name: 'of-another-release', labels: { [MUTATING_LABEL]: 'managed' } };
    world.admin.create(MutatingAdmissionPolicy, { apiVersion, kind: 'MutatingAdmissionPolicy', metadata });
    world.appliesInstallation();
    await world.becomesAvailable();
    const names = world.admin.list(MutatingAdmissionPolicy).map((policy) => policy.metadata.name);
    expect(names.toSorted()).toEqual([setTypes.name, labelTier.name]);
  });

  it('takes over definitions that are as ours, once, and writes nothing at its next start', async () => {
    starts(ours);
    await world.scheduler.pass(60_000);
    expect(asked('apply')).toBe(32);
    await world.stopsTheOperator();
    world.startsTheOperator();
    await world.scheduler.pass(60_000);
    expect([asked('apply'), asked('get')]).toEqual([32, 32]);
  });

  it('updates older ones', async () => {
    starts(ours.map(older));
    await world.scheduler.pass(5_000);
    const wrong = ours.filter((crd) => specFields(definition(crd.metadata.name)).join() !== specFields(crd).join());
    expect(wrong).toEqual([]);
  });

  it('leaves a newer set alone, and says so once', async () => {
    starts(ours.map(newer));
    world.appliesInstallation();
    await world.becomesAvailable();
    expect(specFields(definition(tiers))).toContain('tomorrow');
    expect([asked('apply'), logged('CAL-601')]).toEqual([0, 1]);
    expect(world.condition('calico', 'Available')?.message).toContain('CAL-601 CRDs are newer than this operator');
  });

  it('creates what a newer set lacks', async () => {
    starts(ours.filter(({ metadata }) => metadata.name !== tiers).map(newer));
    await world.scheduler.pass(5_000);
    expect(specFields(definition(tiers))).toEqual(expected(tiers));
    expect(asked('apply')).toBe(1);
  });

  it('brings back a definition that somebody deletes', async () => {
    starts(ours);
    await world.scheduler.pass(5_000);
    world.admin.delete(
      CustomResourceDefinition,
      definition(tiers) ?? { apiVersion: '', kind: '', metadata: { name: tiers } },
    );
    await world.eventually('it is back', () => specFields(definition(tiers)).length > 0);
  });

  it('does nothing for the definitions of others', async () => {
    starts(ours);
    await world.scheduler.pass(60_000);
    const before = world.history.requests.length;
    const spec = { ...foreign, scope: 'Cluster', versions: [] };
    const metadata = { name: 'toys.example.com' };
    const toys = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata, spec };
    world.admin.create(CustomResourceDefinition, toys);
    await world.scheduler.pass(500);
    expect(world.history.requests.slice(before).filter(({ resource }) => resource.plural !== 'leases')).toEqual([]);
  });
});

/** Writes the older definition whenever ours is there. */
async function insists(times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    const live = definition(tiers);
    if (live !== undefined) world.admin.replace(CustomResourceDefinition, { ...older(live), metadata: live.metadata });
    await world.scheduler.pass(60_000);
  }
}

describe('somebody else who keeps sending an older set', () => {
  beforeEach(async () => {
    starts(ours);
    world.appliesInstallation();
    await world.becomesAvailable();
  });

  it('is overruled at first', async () => {
    await insists(1);
    expect(specFields(definition(tiers))).toEqual(expected(tiers));
  });

  it('is left alone after a while, with one line that names it', async () => {
    await insists(20);
    expect(specFields(definition(tiers))).not.toEqual(expected(tiers));
    expect(asked('apply')).toBe(32 + 2);
    expect(logged('CAL-602 administrator keeps replacing CRDs')).toBe(1);
    expect(world.condition('calico', 'Available')?.message).toContain('CAL-602 administrator');
  });
});

describe('CRDs as Calico v3.29 had them', () => {
  const former = likeV329(ours);

  /** Sends the whole older set, as Helm or GitOps of an earlier release do. */
  async function sendsAll(): Promise<void> {
    for (const crd of former) {
      const live = definition(crd.metadata.name);
      if (live !== undefined) world.admin.replace(CustomResourceDefinition, { ...crd, metadata: live.metadata });
    }
    await world.scheduler.pass(60_000);
  }

  const unlikeOurs = (): string[] =>
    ours.flatMap(({ metadata: { name } }) =>
      isDeepStrictEqual(content(definition(name)), content(ourCrd(name))) ? [] : [name],
    );

  beforeEach(async () => {
    starts(former);
    await world.scheduler.pass(5_000);
    expect(unlikeOurs()).toEqual([]);
    world.appliesInstallation();
    await world.becomesAvailable();
  });

  it('are upgraded to ours: fields and kinds that were missing are there, and Calico is installed', () => {
    expect(definition('goldmanes.operator.tigera.io')).toBeDefined();
    expect([asked('apply'), logged('CAL-60')]).toEqual([32, 0]);
  });

  it('cause no flip-flop when somebody keeps sending them: told once, and not undone again and again', async () => {
    for (let time = 0; time < 4; time++) await sendsAll();
    const sent = asked('apply');
    const changed = unlikeOurs().length;
    for (let time = 0; time < 26; time++) await sendsAll();
    expect(changed).toBe(6);
    expect([sent, asked('apply')]).toEqual([32 + 2 * changed, 32 + 2 * changed]);
    expect(logged('CAL-602 administrator keeps replacing CRDs')).toBe(1);
    expect(world.condition('calico', 'Available')).toMatchObject({ status: 'True' });
    expect(world.condition('calico', 'Available')?.message?.match(/CAL-602/g)).toHaveLength(1);
  });

  it('are brought up to date at the next start, once their sender is gone', async () => {
    for (let time = 0; time < 5; time++) await sendsAll();
    await world.stopsTheOperator();
    world.startsTheOperator();
    await world.scheduler.pass(60_000);
    expect(unlikeOurs()).toEqual([]);
  });
});

describe('an operator that does not bring the CRDs', () => {
  it('waits, says once what is missing, and goes on when it comes', async () => {
    starts([], false);
    await world.scheduler.pass(60_000);
    expect(logged('Waiting for CRDs that are missing: bgpconfigurations.crd.projectcalico.org')).toBe(1);
    for (const crd of ours) world.admin.create(CustomResourceDefinition, crd);
    await world.scheduler.pass(1_000);
    world.appliesInstallation();
    await world.becomesAvailable();
    const watches = requested().filter(({ verb }) => verb === 'watch');
    // Which flavour the cluster is of, and whether a migration can be there.
    expect(watches.filter(({ path }) => path.includes('datastoremigrations'))).toHaveLength(1);
    expect(watches).toHaveLength(2);
  });
});
