import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GlobalNetworkPolicies, Installations, NetworkPolicies, TigeraStatuses, Tiers } from '../../src/crds/kinds.ts';
import { MutatingAdmissionPolicy, ValidatingAdmissionPolicy } from '../../src/k8s/kinds.ts';
import { incarnationOf, type KubeObject, type ResourceType } from '../../src/k8s/object.ts';
import { setTypes } from '../../src/renderers/admission-policies/mutations.ts';
import type { OperatorProcess } from '../../tools/cluster/operator-process.ts';
import { TestCluster } from '../../tools/cluster/test-cluster.ts';

const patienceMs = 60_000;
const settleMs = 10_000;
const v3 = 'projectcalico.org/v3';
const staged: ResourceType = {
  group: 'projectcalico.org',
  version: 'v3',
  kind: 'StagedKubernetesNetworkPolicy',
  plural: 'stagedkubernetesnetworkpolicies',
  namespaced: true,
};
const stale: KubeObject & { spec: object } = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name: 'of-another-release', labels: { 'operator.tigera.io/validating-admission-policy': 'managed' } },
  spec: {
    matchConstraints: {
      resourceRules: [{ apiGroups: ['example.com'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['toys'] }],
    },
    validations: [{ expression: 'true' }],
  },
};

interface Policy extends KubeObject {
  spec: { types?: string[]; policyTypes?: string[]; tier?: string };
}

let folder: string;
let cluster: TestCluster;
let operator: OperatorProcess;

async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > until) throw new Error(`Not within ${patienceMs / 1000} s: ${what}`);
    await pause(200);
  }
}

/** What becomes of a policy when it is created; nothing is stored. */
async function created(spec: object, type: ResourceType = GlobalNetworkPolicies): Promise<Policy> {
  const metadata = type.namespaced ? { name: 'try', namespace: 'default' } : { name: 'try' };
  const policy = { apiVersion: v3, kind: type.kind, metadata, spec };
  return cluster.admin.create(type as ResourceType<Policy>, policy, { dryRun: 'All' });
}

const versionOf = async (type: ResourceType, name: string): Promise<string | undefined> =>
  (await cluster.admin.get(type, { name }))?.metadata.resourceVersion;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'calico-operator-test-'));
  cluster = await TestCluster.start({ root: process.cwd(), folder, nodes: 1 });
  await cluster.apply(stale);
  await cluster.apply({
    apiVersion: 'operator.tigera.io/v1',
    kind: 'Installation',
    metadata: { name: 'default' },
    spec: {},
  } as KubeObject);
  operator = cluster.startOperator(['-manage-crds=true']);
  await eventually('the API server completes policies', async () => (await created({})).spec.types !== undefined);
});

afterAll(async () => {
  await operator.stop();
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});

const rule = { action: 'Allow' };

describe('the admission policies of the v3 flavour', () => {
  it.each([
    ['nothing', {}, ['Ingress']],
    ['ingress', { ingress: [rule] }, ['Ingress']],
    ['egress', { egress: [rule] }, ['Egress']],
    ['both', { ingress: [rule], egress: [rule] }, ['Ingress', 'Egress']],
    ['egress and types', { egress: [rule], types: ['Ingress'] }, ['Ingress']],
  ])('set the types of a policy that has rules for %s', async (_, spec, types) => {
    expect((await created(spec)).spec.types).toEqual(types);
  });

  it.each([
    ['nothing', {}, ['Ingress']],
    ['egress', { egress: [{}] }, ['Ingress', 'Egress']],
  ])('set the types of a staged Kubernetes policy that has rules for %s', async (_, spec, types) => {
    expect((await created(spec, staged)).spec.policyTypes).toEqual(types);
  });

  it.each([
    [undefined, 'default'],
    ['calico-system', 'calico-system'],
  ])('label a policy of tier %s with its tier', async (tier, label) => {
    const { metadata, spec } = await created(tier === undefined ? {} : { tier });
    expect([spec.tier, metadata.labels]).toEqual([label, { 'projectcalico.org/tier': label }]);
  });

  it.each(['default', 'kube-admin', 'kube-baseline'])('keep the tier %s', async (name) => {
    const defaultAction = name === 'default' ? 'Deny' : 'Pass';
    const tier = { apiVersion: v3, kind: 'Tier', metadata: { name }, spec: { defaultAction } } as KubeObject;
    const live = await cluster.apply(tier);
    const deletion = cluster.admin.delete(Tiers, incarnationOf(live));
    await expect(deletion).rejects.toThrow(`Tier ${name} is a part of Calico and cannot be deleted`);
  });

  it('let other tiers go', async () => {
    const tier = { apiVersion: v3, kind: 'Tier', metadata: { name: 'mine' }, spec: { order: 5 } } as KubeObject;
    const live = await cluster.apply(tier);
    expect(await cluster.admin.delete(Tiers, incarnationOf(live))).toBeUndefined();
  });

  it('belong to the Installation', async () => {
    const name = 'protect-builtin-tiers.projectcalico.org';
    const live = await cluster.admin.get(ValidatingAdmissionPolicy, { name });
    const installation = await cluster.admin.get(Installations, { name: 'default' });
    expect(live?.metadata.ownerReferences?.map(({ uid }) => uid)).toEqual([installation?.metadata.uid]);
  });

  it('of another release go', async () => {
    await eventually(
      'it is gone',
      async () => (await versionOf(ValidatingAdmissionPolicy, stale.metadata.name)) === undefined,
    );
  });

  it('come to rest, and so does what they change', async () => {
    const names = ['calico', 'tiers'];
    const available = async (name: string): Promise<boolean> => {
      const live = await cluster.admin.get(TigeraStatuses, { name });
      return live?.status?.conditions.some(({ type, status }) => type === 'Available' && status === 'True') === true;
    };
    await eventually('all is available', async () => (await Promise.all(names.map(available))).every(Boolean));
    const look = async (): Promise<unknown> => {
      const [policies, rules] = await Promise.all([
        cluster.admin.list(NetworkPolicies),
        cluster.admin.list(MutatingAdmissionPolicy),
      ]);
      return [...policies.items, ...rules.items].map(({ metadata: { name, resourceVersion } }) => [
        name,
        resourceVersion,
      ]);
    };
    await pause(settleMs);
    const before = await look();
    await pause(settleMs);
    expect(before).toContainEqual([setTypes.name, expect.anything()]);
    expect(before).toContainEqual(['calico-system.cluster-dns', expect.anything()]);
    expect(await look()).toEqual(before);
    expect(readFileSync(cluster.operatorLog, 'utf8')).not.toContain('"code":403');
  });
});
