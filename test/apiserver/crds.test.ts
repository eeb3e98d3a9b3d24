import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import type { CrdManifest } from '../../src/crds/definition.ts';
import { crdType, isEstablished, type LiveCrd } from '../../src/reconcilers/crds/bring-crd.ts';
import { MutatingAdmissionPolicy } from '../../src/k8s/kinds.ts';
import { labelTier, setTypes } from '../../src/renderers/admission-policies/mutations.ts';
import { readManifests } from '../../tools/cluster/manifests.ts';
import type { OperatorProcess } from '../../tools/cluster/operator-process.ts';
import { TestCluster } from '../../tools/cluster/test-cluster.ts';
import { likeV329, newer, older, specFields } from '../support/other-crds.ts';

const v3 = { CALICO_API_GROUP: 'projectcalico.org/v3' };
const manifestsOf = (flavour: string): CrdManifest[] =>
  ['operator', 'policy', flavour].flatMap((set) => readManifests(join('config', 'crd', set)) as CrdManifest[]);
const ours = manifestsOf('v3');
const patienceMs = 60_000;

let folder: string;
let cluster: TestCluster;
let operator: OperatorProcess | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'calico-operator-test-'));
  cluster = await TestCluster.start({ root: process.cwd(), folder, nodes: 0, crds: [] });
});

afterAll(async () => {
  await operator?.stop();
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function eventually(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const until = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > until) throw new Error(`Not within ${patienceMs / 1000} s: ${what}`);
    await pause(100);
  }
}

function definition({ metadata: { name } }: CrdManifest): Promise<LiveCrd | undefined> {
  return cluster.admin.get(crdType, { name });
}

/** Names of definitions that are not established with the fields of `wanted`. */
async function unlike(wanted: readonly CrdManifest[]): Promise<string[]> {
  const live = await Promise.all(wanted.map(definition));
  return wanted.flatMap((crd, index) => {
    const found = live[index];
    const good = found !== undefined && isEstablished(found) && isDeepStrictEqual(specFields(found), specFields(crd));
    return good ? [] : [crd.metadata.name];
  });
}

function logged(text: string): number {
  const log = existsSync(cluster.operatorLog) ? readFileSync(cluster.operatorLog, 'utf8') : '';
  return log.split(text).length - 1;
}

async function starts(...args: string[]): Promise<void> {
  await operator?.stop();
  operator = cluster.startOperator(['-manage-crds=true', ...args], undefined, v3);
}

/** Somebody else brings definitions by force. */
async function brings(crds: readonly CrdManifest[]): Promise<void> {
  for (const crd of crds) await cluster.admin.apply(crdType, crd);
}

describe('CRDs on a real control plane', () => {
  it('are waited for, named, where nobody has asked us to bring them', async () => {
    operator = cluster.startOperator([], undefined, v3);
    await eventually(
      'it says what is missing',
      () => logged('Waiting for CRDs that are missing: bgpconfigurations') > 0,
    );
    expect(operator.running).toBe(true);
  });

  it('of v1 are brought to a blank cluster by -bootstrap-crds, which ends with 0', async () => {
    expect(await cluster.startOperator(['-bootstrap-crds']).ended).toBe(0);
    expect(await unlike(manifestsOf('v1'))).toEqual([]);
  });

  it('of v3 are brought, with their admission policies, where CALICO_API_GROUP says so', async () => {
    expect(await cluster.startOperator(['-bootstrap-crds'], undefined, v3).ended).toBe(0);
    expect(await unlike(ours)).toEqual([]);
    const policies = await cluster.admin.list(MutatingAdmissionPolicy);
    expect(policies.items.map(({ metadata }) => metadata.name)).toEqual([setTypes.name, labelTier.name]);
  });

  it('that were waited for let the operator go on', async () => {
    await eventually('it begins', () => logged('"msg":"Starting"') > 0);
    expect(operator?.running).toBe(true);
  });

  it('are updated where they are older', async () => {
    await brings(ours.map(older));
    expect(await unlike(ours)).not.toEqual([]);
    await starts();
    await eventually('all are ours', async () => (await unlike(ours)).length === 0);
  });

  it('that somebody else keeps replacing are left alone after a while, which is said once', async () => {
    const crd = ours.find(({ metadata }) => metadata.name === 'tiers.projectcalico.org');
    if (crd === undefined) throw new Error('There is no such CRD');
    for (let time = 0; time < 8; time++) {
      await brings([older(crd)]);
      await pause(1_500);
    }
    expect(await unlike([crd])).toEqual([crd.metadata.name]);
    expect(logged('CAL-602 administrator keeps replacing CRDs')).toBe(1);
  });

  it('of Calico v3.29 become ours; somebody who keeps sending them is told once, and not fought', async () => {
    const [v1, former] = [manifestsOf('v1'), likeV329(manifestsOf('v1'))];
    await operator?.stop();
    await brings(former);
    const changed = await unlike(v1);
    operator = cluster.startOperator(['-manage-crds=true'], undefined, {
      CALICO_API_GROUP: 'crd.projectcalico.org/v1',
    });
    await eventually('all are ours', async () => (await unlike(v1)).length === 0);
    const before = logged('Updated a CRD');
    for (let time = 0; time < 8; time++) {
      await brings(former);
      await pause(1_500);
    }
    expect(changed.length).toBeGreaterThan(4);
    expect(await unlike(v1)).toEqual(changed);
    expect(logged('Updated a CRD') - before).toBe(2 * changed.length);
    // One of them in the case before.
    expect(logged('CAL-602 administrator keeps replacing CRDs')).toBe(2);
  });

  it('that are newer are left alone', async () => {
    await operator?.stop();
    await brings(ours.map(newer));
    await starts();
    await eventually('it says so', () => logged('CAL-601 CRDs are newer') > 0);
    expect(await unlike(ours.map(newer))).toEqual([]);
  });

  it('need no more than the RBAC that is shipped', () => {
    expect(logged('"code":403')).toBe(0);
  });
});
