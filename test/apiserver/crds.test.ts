import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MutatingAdmissionPolicy } from '../../src/k8s/kinds.ts';
import { labelTier, setTypes } from '../../src/renderers/admission-policies/mutations.ts';
import type { OperatorProcess } from '../../tools/cluster/operator-process.ts';
import { TestCluster } from '../../tools/cluster/test-cluster.ts';
import { bringsCrds, ourCrds, unlike } from '../support/live-crds.ts';
import { likeV329, newer, older } from '../support/other-crds.ts';

const v3 = { CALICO_API_GROUP: 'projectcalico.org/v3' };
const ours = ourCrds('v3');
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

function logged(text: string): number {
  const log = existsSync(cluster.operatorLog) ? readFileSync(cluster.operatorLog, 'utf8') : '';
  return log.split(text).length - 1;
}

async function starts(...args: string[]): Promise<void> {
  await operator?.stop();
  operator = cluster.startOperator(['-manage-crds=true', ...args], undefined, v3);
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
    expect(await unlike(cluster.admin, ourCrds('v1'))).toEqual([]);
  });

  it('of v3 are brought, with their admission policies, where CALICO_API_GROUP says so', async () => {
    expect(await cluster.startOperator(['-bootstrap-crds'], undefined, v3).ended).toBe(0);
    expect(await unlike(cluster.admin, ours)).toEqual([]);
    const policies = await cluster.admin.list(MutatingAdmissionPolicy);
    expect(policies.items.map(({ metadata }) => metadata.name)).toEqual([setTypes.name, labelTier.name]);
  });

  it('that were waited for let the operator go on', async () => {
    await eventually('it begins', () => logged('"msg":"Starting"') > 0);
    expect(operator?.running).toBe(true);
  });

  it('are updated where they are older', async () => {
    await bringsCrds(cluster.admin, ours.map(older));
    expect(await unlike(cluster.admin, ours)).not.toEqual([]);
    await starts();
    await eventually('all are ours', async () => (await unlike(cluster.admin, ours)).length === 0);
  });

  it('that somebody else keeps replacing are left alone after a while, which is said once', async () => {
    const crd = ours.find(({ metadata }) => metadata.name === 'tiers.projectcalico.org');
    if (crd === undefined) throw new Error('There is no such CRD');
    for (let time = 0; time < 8; time++) {
      await bringsCrds(cluster.admin, [older(crd)]);
      await pause(1_500);
    }
    expect(await unlike(cluster.admin, [crd])).toEqual([crd.metadata.name]);
    expect(logged('CAL-602 administrator keeps replacing CRDs')).toBe(1);
  });

  it('of Calico v3.29 become ours; somebody who keeps sending them is told once, and not fought', async () => {
    const [v1, former] = [ourCrds('v1'), likeV329(ourCrds('v1'))];
    await operator?.stop();
    await bringsCrds(cluster.admin, former);
    const changed = await unlike(cluster.admin, v1);
    operator = cluster.startOperator(['-manage-crds=true'], undefined, {
      CALICO_API_GROUP: 'crd.projectcalico.org/v1',
    });
    await eventually('all are ours', async () => (await unlike(cluster.admin, v1)).length === 0);
    const before = logged('Updated a CRD');
    for (let time = 0; time < 8; time++) {
      await bringsCrds(cluster.admin, former);
      await pause(1_500);
    }
    expect(changed.length).toBeGreaterThan(4);
    expect(await unlike(cluster.admin, v1)).toEqual(changed);
    expect(logged('Updated a CRD') - before).toBe(2 * changed.length);
    // One of them in the case before.
    expect(logged('CAL-602 administrator keeps replacing CRDs')).toBe(2);
  });

  it('that are newer are left alone', async () => {
    await operator?.stop();
    await bringsCrds(cluster.admin, ours.map(newer));
    await starts();
    await eventually('it says so', () => logged('CAL-601 CRDs are newer') > 0);
    expect(await unlike(cluster.admin, ours.map(newer))).toEqual([]);
  });

  it('need no more than the RBAC that is shipped', () => {
    expect(logged('"code":403')).toBe(0);
  });
});
