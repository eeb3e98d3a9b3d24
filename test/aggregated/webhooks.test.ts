import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { APIServer } from '../../src/crds/apiserver.ts';
import * as kinds from '../../src/crds/kinds.ts';
import type { KubeObject } from '../../src/k8s/object.ts';
import { standIn } from '../../tools/extension-api/stand-in.ts';
import { WebhookBackend } from '../support/webhook-backend.ts';
import { World } from '../support/world.ts';

const metadata = { name: 'default' };
const apiServer: APIServer = { apiVersion: 'operator.tigera.io/v1', kind: 'APIServer', metadata, spec: {} };
const ours = { namespace: 'calico-system', name: 'calico-system.calico-webhooks' };

function policy(name: string): KubeObject {
  const spec = { tier: 'default', selector: 'all()', types: ['Ingress'] };
  const object = {
    apiVersion: 'projectcalico.org/v3',
    kind: 'NetworkPolicy',
    metadata: { namespace: 'default', name },
  };
  return { ...object, spec } as KubeObject;
}

describe('webhooks that answer', () => {
  let world: World;
  let backend: WebhookBackend;

  beforeAll(async () => {
    world = await World.create(3, { webhooks: true });
    world.startsTheOperator();
    await world.cluster.admin.create(kinds.ApiServers, apiServer);
    await world.appliesInstallation();
    await startsTheBackend();
    await world.becomesAvailable('calico', 'apiserver');
    await world.eventually('the webhooks are asked', async () => {
      await world.cluster.apply(policy('asked')).catch(() => undefined);
      return backend.asked.length > 0;
    });
  });

  afterAll(async () => {
    await backend.kill();
    await world.destroy();
  });

  async function startsTheBackend(): Promise<void> {
    backend = await WebhookBackend.start(await standIn(world.cluster.admin, 'calico-webhooks', 'calico-webhooks-tls'));
  }

  /** Changes the operator's own policy, and waits until it is as before. */
  async function operatorHeals(): Promise<void> {
    const { admin } = world.cluster;
    const before = await admin.get(kinds.NetworkPolicies, ours);
    const body = { spec: { order: 77 } };
    backend.behaviour = {};
    await admin.patch(kinds.NetworkPolicies, ours, { type: 'merge', body });
    await world.eventually('the policy is as before', async () => {
      const live = await admin.get(kinds.NetworkPolicies, ours);
      return JSON.stringify(live?.spec) === JSON.stringify(before?.spec);
    });
  }

  it('decide over what users write, with the certificate that the operator has made', async () => {
    backend.behaviour = {};
    await world.cluster.apply(policy('allowed'));
    backend.behaviour = { denial: 'not in this tier' };
    await expect(world.cluster.apply(policy('denied'))).rejects.toThrow('not in this tier');
  });

  it('are not asked about what the operator writes', async () => {
    await operatorHeals();
    const names = backend.asked.map(({ userInfo }) => userInfo.username);
    expect(names).not.toContain('system:serviceaccount:tigera-operator:tigera-operator');
  });

  it('that take too long refuse policies, and nothing else', async () => {
    backend.behaviour = { delayMs: 10_000 };
    await expect(world.cluster.apply(policy('late'))).rejects.toThrow(/calico-webhooks.*(deadline|timeout)/i);
    const information = { apiVersion: 'projectcalico.org/v3', kind: 'ClusterInformation', metadata, spec: {} };
    await world.cluster.apply(information);
  });

  it('that are dead refuse policies until they are back', async () => {
    await backend.kill();
    await expect(world.cluster.apply(policy('unheard'))).rejects.toThrow('connection refused');
    await startsTheBackend();
    await world.cluster.apply(policy('heard'));
    expect(backend.asked.map(({ name }) => name)).toContain('heard');
  });

  it('are gone before anybody could miss them, when the APIServer is deleted', async () => {
    await backend.kill();
    await world.deletes(kinds.ApiServers, metadata);
    await world.eventually('policies can be written', () =>
      world.cluster.apply(policy('free')).then(
        () => true,
        () => false,
      ),
    );
  });
});
