import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { admissionPolicy } from '../../src/crds/installation/admission/policy.ts';
import { admissionRules } from '../../src/crds/installation/admission/rules.ts';
import { applyDefaults } from '../../src/crds/installation/defaults.ts';
import { Installations } from '../../src/crds/kinds.ts';
import type { Installation, InstallationSpec } from '../../src/crds/installation/spec.ts';
import { validateInstallation } from '../../src/crds/installation/validate.ts';
import { exploration } from '../support/exploration.ts';
import { possibleInstallation } from '../support/possible-installation.ts';
import { refusedInstallations } from '../support/refused-installations.ts';
import { anyInstallation } from '../support/arbitrary-installation.ts';
import { bareCluster, knownEndpoint } from '../support/installation-facts.ts';
import { incarnationOf } from '../../src/k8s/object.ts';
import { TestCluster } from '../../tools/cluster/test-cluster.ts';

/** Was there before the policy. */
const older = 'tigera-secure';

/** What can be installed, with one field that may make it impossible. */
const almostPossible = fc
  .tuple(possibleInstallation, anyInstallation, fc.nat())
  .map(([possible, any, index]): InstallationSpec => {
    const fields = [...Object.entries(any), ...Object.entries(any.calicoNetwork ?? {})];
    const [field = '', value] = fields[index % Math.max(fields.length, 1)] ?? [];
    if (field in any) return { ...possible, [field]: value };
    return { ...possible, calicoNetwork: { ...possible.calicoNetwork, [field]: value } };
  });

/** Asked for as often as this: the API server takes some seconds to notice a policy. */
const pollMs = 200;

describe('the admission policy of Installations', () => {
  let folder: string;
  let cluster: TestCluster;

  /** What the API server says to a new Installation, or nothing if it takes it. Nothing is stored. */
  async function refusalOf(spec: InstallationSpec): Promise<string | undefined> {
    try {
      await cluster.admin.create(Installations, installation('default', spec), { dryRun: 'All' });
      return undefined;
    } catch (error) {
      return String(error);
    }
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'calico-operator-test-'));
    cluster = await TestCluster.start({ root: process.cwd(), folder, nodes: 0 });
    await cluster.admin.create(Installations, installation(older, { controlPlaneReplicas: 0 }));
    for (const manifest of admissionPolicy()) await cluster.apply(manifest);
    while ((await refusalOf({ controlPlaneReplicas: 0 })) === undefined) await pause(pollMs);
  });

  afterAll(async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(refusedInstallations)('refuses at %s, and says why', async (path, spec, said) => {
    expect(await refusalOf(spec)).toMatch(new RegExp(`${path.replaceAll(/[.[\]]/g, '\\$&')}: .*${said}`));
  });

  it('has a case for each of its rules', () => {
    const tried = new Set(refusedInstallations.map(([path]) => path));
    expect(admissionRules.map(({ path }) => path).filter((path) => !tried.has(path))).toEqual([]);
  });

  it('refuses nothing that the operator would install', async () => {
    const property = fc.asyncProperty(almostPossible, async (spec) => {
      const problems = validateInstallation(applyDefaults(spec, bareCluster), knownEndpoint);
      if (problems.length === 0) expect(await refusalOf(spec)).toBeUndefined();
    });
    await fc.assert(property, exploration(1_000));
  });

  it('leaves alone what was there before it, as long as its spec is not changed', async () => {
    const { admin } = cluster;
    const merge = (body: object): Promise<Installation> =>
      admin.patch(Installations, { name: older }, { type: 'merge', body });
    const held = await merge({ metadata: { finalizers: ['example.com/keep'] } });
    await expect(merge({ spec: { registry: 'quay.io/' } })).rejects.toThrow('spec.controlPlaneReplicas: 0 must be');
    await admin.delete(Installations, incarnationOf(held));
    await merge({ spec: { registry: 'quay.io/' } });
    await merge({ metadata: { finalizers: [] } });
    expect(await admin.get(Installations, { name: older })).toBeUndefined();
  });
});

function installation(name: string, spec: InstallationSpec): Installation {
  return { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', metadata: { name }, spec };
}
