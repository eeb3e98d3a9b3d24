import { Secret } from '../../../src/k8s/kinds.ts';
import type { KubeObject } from '../../../src/k8s/object.ts';
import { canary } from '../../observer/facts.ts';
import type { SimWorld } from '../world.ts';

/** A pull secret, and one that has nothing to do with Calico: the canary is in both, and in nothing else. */
const secrets: readonly (KubeObject & { readonly type: string; readonly data: object })[] = [
  { type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': btoa(`{"auths":{"${canary}":{}}}`) } },
  { type: 'Opaque', data: { password: btoa(canary) } },
].map((content, index) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { namespace: 'tigera-operator', name: ['registry', 'stranger'][index] ?? '' },
  ...content,
}));

/** Calico is installed with a pull secret, which is copied, replaced, taken away and given back. */
export async function handlesSecrets(world: SimWorld): Promise<void> {
  for (const secret of secrets) world.admin.create(Secret, secret);
  world.startsTheOperator();
  world.appliesInstallation({ imagePullSecrets: [{ name: 'registry' }] });
  await world.becomesAvailable();
  const target = { namespace: 'tigera-operator', name: 'registry' };
  world.admin.patch(Secret, target, { data: { '.dockerconfigjson': btoa(`{"auths":{"2":"${canary}"}}`) } });
  await world.scheduler.pass(5_000);
  world.deletes(Secret, target);
  await world.eventually('it is missed', () => world.condition('calico', 'Degraded')?.status === 'True');
  for (const secret of secrets.slice(0, 1)) world.admin.create(Secret, secret);
  await world.becomesAvailable();
}
