import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeRequest, isForbidden } from '../../tools/cluster/audit-log.ts';
import { ensureHelm } from '../../tools/helm/build.ts';
import { helmTemplate, manifestFiles } from '../../tools/manifests/files.ts';
import { allIsAvailable } from '../support/helm-story.ts';
import { HelmWorld } from '../support/helm-world.ts';
import { kubectl } from '../support/kubectl.ts';
import { World } from '../support/world.ts';

describe('the manifests, in the order of docs/install.md', () => {
  let world: World;
  let machine: HelmWorld;

  beforeAll(async () => {
    world = await World.create(3, { bare: true });
    machine = await HelmWorld.on(world);
    for (const [name, text] of manifestFiles(helmTemplate(await ensureHelm('.', console.log)))) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), text);
    }
  });

  afterAll(async () => {
    await machine.destroy();
    await world.destroy();
  });

  const path = (name: string): string => join(world.cluster.plane.folder, 'manifests', name);
  const accepts = (file: string): Promise<string> => kubectl(world, 'create', '--dry-run=server', '-f', path(file));

  const apply = (file: string): Promise<string> =>
    kubectl(world, 'apply', '--server-side', '--force-conflicts', '--dry-run=server', '-f', path(file));

  it('install Calico', async () => {
    await kubectl(world, 'apply', '--server-side', '-f', path('v3_projectcalico_org.yaml'));
    await kubectl(world, 'create', '-f', path('tigera-operator.yaml'));
    await machine.starts();
    await kubectl(world, 'wait', '--for=create', 'crd/whiskers.operator.tigera.io', '--timeout=5m');
    await kubectl(world, 'create', '-f', path('custom-resources.yaml'));
    await kubectl(world, 'wait', '--for=create', 'tigerastatus/calico', '--timeout=5m');
    await kubectl(world, 'wait', '--for=condition=Available', 'tigerastatus', '--all', '--timeout=5m');
    await allIsAvailable(world);
    expect((await world.requests()).filter(isForbidden).map(describeRequest)).toEqual([]);
  });

  it('can be applied again, as at an upgrade', async () => {
    const again = await kubectl(
      world,
      'apply',
      '--server-side',
      '--force-conflicts',
      '-f',
      path('tigera-operator.yaml'),
    );
    expect(again.trim().split('\n').length).toBeGreaterThan(5);
    await kubectl(world, 'apply', '-f', path('tigera-operator-ocp-upgrade.yaml'), '--dry-run=server');
  });

  it('have a set for the installer of OpenShift that the API server accepts', async () => {
    await kubectl(world, 'delete', 'installation,apiserver,goldmane,whisker', '--all');
    const files = readdirSync(path('ocp')).filter((name) => /^0[1-3]-/.test(name));
    expect(files.filter((name) => name.startsWith('03-cr-'))).toHaveLength(4);
    const refused: string[] = [];
    for (const name of files) await apply(`ocp/${name}`).catch((error: unknown) => refused.push(String(error)));
    expect(refused).toEqual([]);
  });

  it('have custom resources for BPF that the API server accepts', async () => {
    await expect(accepts('custom-resources-bpf.yaml')).resolves.toMatch(/installation.*created/);
  });
});
