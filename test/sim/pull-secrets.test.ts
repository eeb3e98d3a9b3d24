import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Secret } from '../../src/crds/generated/core.gen.ts';
import { Secret as Secrets } from '../../src/k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/k8s/object.ts';
import { SimWorld } from '../../tools/sim/world.ts';
import { withContent } from '../support/cluster-objects.ts';

const source = { namespace: 'tigera-operator', name: 'registry' };
const type = 'kubernetes.io/dockerconfigjson';

let world: SimWorld;

beforeEach(() => {
  world = new SimWorld({ seed: 11 });
  world.startsTheOperator();
  world.appliesInstallation({ imagePullSecrets: [{ name: 'registry' }] });
});

function pullSecret(content: string): KubeObject {
  const object = { apiVersion: 'v1', kind: 'Secret', metadata: source };
  return withContent(object, { type, data: { '.dockerconfigjson': btoa(content) } });
}

/** What the pods in calico-system find; undefined for nothing. */
function copy(): string | undefined {
  const found = world.admin.get(Secrets as ResourceType<Secret>, { ...source, namespace: 'calico-system' });
  return found && atob(found.data?.['.dockerconfigjson'] ?? '');
}

async function isInstalled(): Promise<void> {
  world.admin.create(Secrets, pullSecret('{"one":1}'));
  await world.becomesAvailable();
}

describe('a pull secret', () => {
  it('that is not there is asked for by name, and taken as soon as it comes', async () => {
    await world.eventually('it is asked for', () => world.condition('calico', 'Degraded')?.status === 'True');
    const { reason, message } = world.condition('calico', 'Degraded') ?? {};
    expect(reason).toBe('ResourceReadError');
    expect(message).toMatch(/spec\.imagePullSecrets: Secret tigera-operator\/registry does not exist/);
    await isInstalled();
    expect(copy()).toBe('{"one":1}');
  });

  it('that changes is copied anew', async () => {
    await isInstalled();
    world.admin.patch(Secrets, source, { data: { '.dockerconfigjson': btoa('{"two":2}') } });
    await world.eventually('the copy follows', () => copy() === '{"two":2}');
  });

  it('that is deleted is asked for, and its copy stays meanwhile', async () => {
    await isInstalled();
    const live = world.admin.get(Secrets, source);
    world.admin.delete(Secrets, live ?? pullSecret(''));
    await world.eventually('it is asked for', () => world.condition('calico', 'Degraded')?.status === 'True');
    expect(copy()).toBe('{"one":1}');
    expect(world.condition('calico', 'Available')?.status).toBe('True');
  });

  it('that the Installation no longer names leaves no copy behind', async () => {
    await isInstalled();
    world.appliesInstallation({});
    await world.eventually('the copy is gone', () => copy() === undefined);
    expect(world.admin.get(Secrets, source)).toBeDefined();
  });
});
