import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as kinds from '../../src/crds/kinds.ts';
import type { InstallationSpec } from '../../src/crds/installation/spec.ts';
import { World } from '../support/world.ts';
import { neededImages } from '../../src/reconcilers/installation/gather-core-input.ts';

/**
 * Numbers are published every three seconds, so each of four nodes has to take a second or more: times of readiness are
 * whole seconds, two of them delay by one to two. It holds from the start, because pods that it makes unavailable are
 * replaced all at once.
 */
const unhurried: InstallationSpec = { calicoNodeDaemonSet: { spec: { minReadySeconds: 2 } } };

describe('an edit of a running Installation', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.create(4);
    world.startsTheOperator();
    await world.appliesInstallation(unhurried);
    await world.becomesAvailable();
  });

  afterAll(() => world.destroy());

  /** What status `calico` says, from now until everything is available again. */
  async function conditionsUntilAvailable(): Promise<{ progress: Set<string>; degraded: Set<string> }> {
    const progress = new Set<string>();
    const degraded = new Set<string>();
    const generation = (await world.installation())?.metadata.generation ?? 0;
    await world.eventually('the change is rolled out', async () => {
      const [available, progressing, bad] = await Promise.all(
        ['Available', 'Progressing', 'Degraded'].map((type) => world.condition('calico', type)),
      );
      if (progressing?.status === 'True') progress.add(progressing.message ?? '');
      if (bad?.status === 'True') degraded.add(bad.message ?? '');
      return available?.status === 'True' && available.observedGeneration === generation && progress.size > 0;
    });
    return { progress, degraded };
  }

  it('rolls calico-node with true numbers and no false alarm', async () => {
    await world.appliesInstallation({ nodeMetricsPort: 9091, ...unhurried });
    const { progress, degraded } = await conditionsUntilAvailable();
    expect([...progress].join('\n')).toMatch(/DaemonSet calico-node: \d of 4 nodes (updated|available)/);
    expect([...degraded]).toEqual([]);
    const template = (await world.calicoNode())?.spec?.template;
    expect(template?.metadata?.annotations).toMatchObject({ 'prometheus.io/port': '9091' });
  });

  it('takes images from an ImageSet, and says which', async () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    const images = neededImages.map((name) => ({ image: `calico/${name}`, digest }));
    const object = {
      apiVersion: 'operator.tigera.io/v1',
      kind: 'ImageSet',
      metadata: { name: 'calico-v3.32.1' },
      spec: { images },
    };
    await world.cluster.admin.apply(kinds.ImageSets, object);
    await world.eventually('the digest is in use', async () => {
      const containers = (await world.calicoNode())?.spec?.template.spec?.containers ?? [];
      return containers[0]?.image === `quay.io/calico/node@${digest}`;
    });
    await world.becomesAvailable();
    await world.eventually(
      'its name is in status',
      async () => (await world.installation())?.status?.imageSet === 'calico-v3.32.1',
    );
  });

  it('leaves no trace of a setting that is taken back', async () => {
    await world.appliesInstallation(unhurried);
    await world.eventually('the annotation is gone', async () => {
      const annotations = (await world.calicoNode())?.spec?.template.metadata?.annotations ?? {};
      return !('prometheus.io/port' in annotations);
    });
    await world.becomesAvailable();
  });
});
