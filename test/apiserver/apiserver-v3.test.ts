import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as kinds from '../../src/crds/kinds.ts';
import type { APIServer } from '../../src/crds/apiserver.ts';
import * as builtin from '../../src/k8s/kinds.ts';
import { describeRequest, isForbidden } from '../../tools/cluster/audit-log.ts';
import { World } from '../support/world.ts';

const metadata = { name: 'default' };
const apiServer: APIServer = { apiVersion: 'operator.tigera.io/v1', kind: 'APIServer', metadata, spec: {} };
const ports = [{ name: 'calico-webhooks' as const, containerPort: 8443 }];
const containers = [{ name: 'calico-webhooks' as const, ports }];
const spec = { calicoWebhooksDeployment: { spec: { template: { spec: { containers } } } } };
const withPort: APIServer = { ...apiServer, spec };
const registration = { name: 'api.projectcalico.org' };

describe('an APIServer where CRDs serve projectcalico.org/v3', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.create(3, { webhooks: true });
    world.startsTheOperator();
    await world.cluster.admin.create(kinds.ApiServers, apiServer);
    await world.appliesInstallation();
    await world.becomesAvailable();
  });

  afterAll(() => world.destroy());

  async function serves(): Promise<void> {
    await world.eventually('it is ready', async () => {
      const live = await world.cluster.admin.get(kinds.ApiServers, metadata);
      return live?.status?.state === 'Ready' && (await isRegistered());
    });
  }

  async function isRegistered(): Promise<boolean> {
    return (await world.cluster.admin.get(builtin.ValidatingWebhookConfiguration, registration)) !== undefined;
  }

  async function networkIsGone(): Promise<void> {
    await world.eventually('the Installation is gone', async () => (await world.installation()) === undefined);
    const namespace = { name: 'calico-system' };
    const find = async (): Promise<boolean> =>
      (await world.cluster.admin.get(builtin.Namespace, namespace)) === undefined;
    await world.eventually('the namespace is gone', find);
  }

  it('runs the webhooks, and registers them', async () => {
    await serves();
    const conditions = (await world.cluster.admin.get(kinds.ApiServers, metadata))?.status?.conditions ?? [];
    expect(conditions.find(({ type }) => type === 'Ready')).toMatchObject({
      status: 'True',
      reason: 'AllObjectsAvailable',
    });
  });

  it('lets the operator write policies while no webhook answers, and nobody else', async () => {
    // The pods of this control plane run nothing.
    const policy = { namespace: 'calico-system', name: 'calico-system.calico-webhooks' };
    const find = async (): Promise<string> =>
      JSON.stringify(await world.cluster.admin.get(kinds.NetworkPolicies, policy));
    const isRefused = async (): Promise<boolean> => {
      const labels = { somebody: String(Date.now()) };
      const theirs = { apiVersion: 'projectcalico.org/v3', kind: 'NetworkPolicy', metadata: { ...policy, labels } };
      return world.cluster.apply(theirs).then(
        () => false,
        (error: unknown) => String(error).includes('webhook'),
      );
    };
    // The API server takes a moment to see a registration.
    await world.eventually('nobody else may write', isRefused);
    await world.cluster.apply(withPort);
    await world.eventually('the policy has the other port', async () => (await find()).includes('8443'));
    expect((await world.requests()).filter(isForbidden).map(describeRequest)).toEqual([]);
  });

  it('takes everything down when the APIServer is deleted, and comes back', async () => {
    await world.deletes(kinds.ApiServers, metadata);
    await world.eventually('nothing is registered', async () => !(await isRegistered()));
    await world.eventually('the Installation is free', async () => {
      const finalizers = (await world.installation())?.metadata.finalizers ?? [];
      return !finalizers.includes('operator.tigera.io/apiserver-controller');
    });
    await world.cluster.admin.create(kinds.ApiServers, apiServer);
    await serves();
  });

  it('does not keep the Installation from being deleted under it', async () => {
    await world.deletesInstallation();
    await networkIsGone();
    expect(await isRegistered()).toBe(false);
    await world.appliesInstallation();
    await world.becomesAvailable();
    await serves();
  });

  it('goes together with the Installation', async () => {
    await world.deletes(kinds.ApiServers, metadata);
    await world.deletesInstallation();
    await networkIsGone();
    await world.eventually('no status is left', async () => {
      const { items } = await world.cluster.admin.list(kinds.TigeraStatuses);
      return items.length === 0;
    });
    expect(await isRegistered()).toBe(false);
  });
});
