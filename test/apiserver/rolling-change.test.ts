import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as kinds from '../../src/crds/kinds.ts';
import { World } from '../support/world.ts';
import { neededImages } from '../../src/reconcilers/installation/gather-core-input.ts';

describe('an edit of a running Installation', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.create(6);
    world.startsTheOperator();
    await world.appliesInstallation();
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
    // A second of readiness for each node makes the rollout slow enough to be watched.
    await world.appliesInstallation({ nodeMetricsPort: 9091, calicoNodeDaemonSet: { spec: { minReadySeconds: 1 } } });
    const { progress, degraded } = await conditionsUntilAvailable();
    expect([...progress].join('\n')).toMatch(/DaemonSet calico-node: \d of 6 nodes (updated|available)/);
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
    await world.appliesInstallation({});
    await world.eventually('the annotation is gone', async () => {
      const annotations = (await world.calicoNode())?.spec?.template.metadata?.annotations ?? {};
      return !('prometheus.io/port' in annotations);
    });
    await world.becomesAvailable();
  });
});
