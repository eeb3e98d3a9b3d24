import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { PodSpec } from '../../src/crds/generated/core.gen.ts';
import type { InstallationSpec } from '../../src/crds/installation/spec.ts';
import * as builtin from '../../src/k8s/kinds.ts';
import { World } from '../support/world.ts';

const enforce = 'pod-security.kubernetes.io/enforce';

/** Everything that we add to the Go operator's API, in spellings that the API server stores otherwise. */
const additions: InstallationSpec = {
  namespaces: { labels: { team: 'network' }, annotations: { owner: 'network@example.com' } },
  typhaAutoscaling: { minimum: 2, ladder: [{ nodes: 1, replicas: 1 }] },
  calicoNodeDaemonSet: {
    spec: {
      template: {
        spec: {
          volumes: [
            { name: 'a-files', configMap: { name: 'files', items: [{ key: 'a', path: 'b' }] } },
            { name: 'b-secret', secret: { secretName: 'mine', optional: false } },
            { name: 'c-node', hostPath: { path: '/var/cache' } },
            { name: 'd-scratch', emptyDir: { medium: '', sizeLimit: '1024Mi' } },
            { name: 'e-driver', csi: { driver: 'secrets.example.com', readOnly: true } },
          ],
          containers: [
            {
              name: 'calico-node',
              env: [
                { name: 'GOGC', value: '' },
                { name: 'GOMEMLIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } },
              ],
              volumeMounts: [
                { name: 'a-files', mountPath: '/opt/files', readOnly: false, subPath: '' },
                { name: 'd-scratch', mountPath: '/opt/scratch/', mountPropagation: 'HostToContainer' },
              ],
              securityContext: {
                capabilities: { add: ['NET_ADMIN'], drop: [] },
                seccompProfile: { type: 'Unconfined' },
              },
            },
          ],
        },
      },
    },
  },
};

describe('what we add to the API', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.create(3);
    world.startsTheOperator();
    await world.appliesInstallation(additions);
    await world.becomesAvailable();
  });

  afterAll(() => world.destroy());

  /** Labels of the namespace calico-system. */
  async function labels(): Promise<Readonly<Record<string, string>>> {
    const namespace = await world.cluster.admin.get(builtin.Namespace, { name: 'calico-system' });
    return namespace?.metadata.labels ?? {};
  }

  async function setsLabels(change: Readonly<Record<string, string>>): Promise<void> {
    const live = await world.cluster.admin.get(builtin.Namespace, { name: 'calico-system' });
    if (live === undefined) throw new Error('there is no namespace calico-system');
    const metadata = { ...live.metadata, labels: { ...live.metadata.labels, ...change } };
    await world.cluster.admin.update(builtin.Namespace, { ...live, metadata });
  }

  it('gets into the pods', async () => {
    const pod: PodSpec = (await world.calicoNode())?.spec?.template.spec ?? { containers: [] };
    expect(pod.volumes?.map(({ name }) => name)).toEqual(expect.arrayContaining(['a-files', 'e-driver']));
    expect(pod.containers[0]?.securityContext).toMatchObject({
      privileged: true,
      capabilities: { add: ['NET_ADMIN'] },
      seccompProfile: { type: 'Unconfined' },
    });
  });

  it('is found as it was sent: a new start writes nothing', async () => {
    expect(await world.writesOfANewStart()).toEqual([]);
  });

  it('leaves labels of others on the namespace, and takes its own back', async () => {
    await setsLabels({ theirs: 'stays', team: 'other', [enforce]: 'restricted' });
    await world.eventually('its own are back', async () => (await labels())['team'] === 'network');
    expect(await labels()).toMatchObject({ theirs: 'stays', team: 'network', [enforce]: 'privileged' });
  });

  it('leaves pod security to the user who wants to decide it', async () => {
    const namespaces = { podSecurityLabels: 'Manual' as const };
    await world.appliesInstallation({ ...additions, namespaces });
    await world.eventually('the labels go', async () => !(enforce in (await labels())));
    await setsLabels({ [enforce]: 'baseline' });
    await pause(2_000);
    expect(await labels()).toMatchObject({ theirs: 'stays', [enforce]: 'baseline' });
    expect(await labels()).not.toHaveProperty('team');
  });
});
