import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as kinds from '../../src/crds/kinds.ts';
import * as builtin from '../../src/k8s/kinds.ts';
import type { JsonPatchOperation } from '../../src/k8s/client.ts';
import type { ResourceType } from '../../src/k8s/object.ts';
import { World, ownedObjects } from '../support/world.ts';

const inCalicoSystem = (name: string): { namespace: string; name: string } => ({ namespace: 'calico-system', name });

/** One object of each kind that the operator owns. */
const owned: readonly [ResourceType, { name: string; namespace?: string }][] = [
  [builtin.DaemonSet, inCalicoSystem('calico-node')],
  [builtin.Deployment, inCalicoSystem('calico-typha')],
  [builtin.ConfigMap, inCalicoSystem('tigera-ca-bundle')],
  [builtin.Secret, inCalicoSystem('node-certs')],
  [builtin.Secret, { namespace: 'tigera-operator', name: 'typha-certs' }],
  [builtin.Service, inCalicoSystem('calico-typha')],
  [builtin.ServiceAccount, inCalicoSystem('calico-kube-controllers')],
  [builtin.ServiceAccount, inCalicoSystem('calico-node')],
  [builtin.RoleBinding, inCalicoSystem('tigera-operator-secrets')],
  [builtin.PodDisruptionBudget, inCalicoSystem('calico-typha')],
  [builtin.ClusterRole, { name: 'calico-typha' }],
  [builtin.ClusterRoleBinding, { name: 'calico-cni-plugin' }],
  [builtin.CSIDriver, { name: 'csi.tigera.io' }],
  [kinds.Tiers, { name: 'calico-system' }],
  [kinds.NetworkPolicies, inCalicoSystem('calico-system.default-deny')],
  [kinds.NetworkPolicies, { namespace: 'kube-system', name: 'calico-system.cluster-dns' }],
  [kinds.IpPools, { name: 'default-ipv4-ippool' }],
  [kinds.FelixConfigurations, { name: 'default' }],
];

const edits: readonly [what: string, ResourceType, { name: string; namespace?: string }, JsonPatchOperation[]][] = [
  [
    'an environment variable that somebody added',
    builtin.Deployment,
    inCalicoSystem('calico-kube-controllers'),
    [{ op: 'add', path: '/spec/template/spec/containers/0/env/-', value: { name: 'EXTRA', value: 'x' } }],
  ],
  [
    'an image that somebody changed',
    builtin.DaemonSet,
    inCalicoSystem('calico-node'),
    [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'example.org/other:1' }],
  ],
  [
    'a label of ours that somebody changed',
    builtin.Service,
    inCalicoSystem('calico-typha'),
    [{ op: 'replace', path: '/metadata/labels/k8s-app', value: 'other' }],
  ],
  [
    'rules that somebody emptied',
    builtin.ClusterRole,
    { name: 'calico-node' },
    [{ op: 'replace', path: '/rules', value: [] }],
  ],
  [
    'a policy that somebody opened',
    kinds.NetworkPolicies,
    inCalicoSystem('calico-system.default-deny'),
    [{ op: 'add', path: '/spec/ingress', value: [{ action: 'Allow' }] }],
  ],
  [
    'a setting that the Installation decides',
    kinds.FelixConfigurations,
    { name: 'default' },
    [{ op: 'replace', path: '/spec/nftablesMode', value: 'Enabled' }],
  ],
];

describe('drift', () => {
  let world: World;
  let golden: Record<string, unknown>;

  beforeAll(async () => {
    world = await World.create(2);
    world.startsTheOperator();
    await world.appliesInstallation();
    await world.becomesAvailable();
    golden = await ownedObjects(world);
  });

  afterAll(() => world.destroy());

  it.each(owned.map(([type, target]) => [type.kind, target.name, type, target] as const))(
    'a deleted %s %s comes back',
    async (_kind, _name, type, target) => {
      const before = await world.cluster.admin.get(type, target);
      await world.deletes(type, target);
      await world.eventually('another one is there', async () => {
        const live = await world.cluster.admin.get(type, target);
        return (
          live !== undefined &&
          live.metadata.uid !== before?.metadata.uid &&
          live.metadata.deletionTimestamp === undefined
        );
      });
    },
  );

  it.each(edits)('%s does not last', async (_what, type, target, operations) => {
    const edited = await world.cluster.admin.patch(
      type,
      target,
      { type: 'json', operations },
      { fieldManager: 'somebody' },
    );
    await world.eventually('it is as before', async () => {
      const live = await world.cluster.admin.get(type, target);
      return live?.metadata.resourceVersion !== edited.metadata.resourceVersion;
    });
  });

  it('keeps what belongs to others: labels, and settings of Felix that are theirs', async () => {
    const annotations = [{ op: 'add', path: '/metadata/annotations', value: { 'example.org/mine': 'kept' } } as const];
    await world.cluster.admin.patch(builtin.Service, inCalicoSystem('calico-typha'), {
      type: 'json',
      operations: annotations,
    });
    await world.cluster.admin.patch(
      kinds.FelixConfigurations,
      { name: 'default' },
      { type: 'merge', body: { spec: { logSeverityScreen: 'Debug' } } },
    );
    await world.deletes(builtin.DaemonSet, inCalicoSystem('calico-node'));
    await world.becomesAvailable();
    const service = await world.cluster.admin.get(builtin.Service, inCalicoSystem('calico-typha'));
    const felix = await world.cluster.admin.get(kinds.FelixConfigurations, { name: 'default' });
    expect(service?.metadata.annotations).toMatchObject({ 'example.org/mine': 'kept' });
    expect(felix?.spec).toMatchObject({ logSeverityScreen: 'Debug', nftablesMode: 'Disabled' });
    await world.cluster.admin.patch(
      kinds.FelixConfigurations,
      { name: 'default' },
      { type: 'merge', body: { spec: { logSeverityScreen: null } } },
    );
  });

  it('leaves an object alone that carries the ignore annotation', async () => {
    const annotations = { 'unsupported.operator.tigera.io/ignore': 'true' };
    const body = { metadata: { annotations }, spec: { maxUnavailable: 2 } };
    await world.cluster.admin.patch(builtin.PodDisruptionBudget, inCalicoSystem('calico-typha'), {
      type: 'merge',
      body,
    });
    await world.deletes(builtin.DaemonSet, inCalicoSystem('calico-node'));
    await world.becomesAvailable();
    const budget = await world.cluster.admin.get(builtin.PodDisruptionBudget, inCalicoSystem('calico-typha'));
    expect(budget).toMatchObject({ spec: { maxUnavailable: 2 } });
    await world.deletes(builtin.PodDisruptionBudget, inCalicoSystem('calico-typha'));
  });

  it('ends with everything as it was', async () => {
    await world.eventually('all objects are as they were', async () => {
      const now = await ownedObjects(world);
      return JSON.stringify(Object.keys(now).toSorted()) === JSON.stringify(Object.keys(golden).toSorted());
    });
    expect(await ownedObjects(world)).toEqual(golden);
  });
});
