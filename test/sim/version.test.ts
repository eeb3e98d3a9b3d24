import { expect, it } from '@jest/globals';
import { Installations } from '../../src/crds/kinds.ts';
import { isWriteRequest } from '../../tools/observer/history.ts';
import { SimWorld } from '../../tools/sim/world.ts';
import { installs } from '../../tools/sim/scenarios/teardown.ts';

/** Writes since a moment, other than of statuses, Events and the Lease. */
function writes({ history }: SimWorld, since: number): string[] {
  return history.all.flatMap((happening) => {
    if (happening.kind !== 'request' || happening.at < since || !isWriteRequest(happening)) return [];
    const { resource, name, subresource } = happening;
    const isTold = subresource === 'status' || ['events', 'leases'].includes(resource.plural);
    return isTold ? [] : [`${resource.plural} ${name ?? ''}`];
  });
}

it('leaves a cluster with a newer Calico alone, whatever the Installation asks for, until that is allowed', async () => {
  const world = new SimWorld({ seed: 3 });
  await installs(world);
  await world.stopsTheOperator();
  const metadata = { name: 'default' };
  world.admin.patch(Installations, metadata, { status: { calicoVersion: 'v3.33.0' } }, 'status');
  const since = world.scheduler.now;
  world.startsTheOperator();
  world.appliesInstallation({ nodeMetricsPort: 9091 });
  await world.eventually('it is refused', () => world.condition('calico', 'Degraded')?.reason === 'UpgradeError');
  await world.scheduler.pass(60_000);
  expect(writes(world, since)).toEqual([]);
  expect(world.condition('calico', 'Available')?.status).toBe('True');
  world.admin.patch(Installations, metadata, {
    metadata: { annotations: { 'operator.tigera.io/allow-version-change': 'v3.32.1' } },
  });
  await world.eventually('the version has moved', () => world.installation()?.status?.calicoVersion === 'v3.32.1');
});
