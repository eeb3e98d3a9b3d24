import type { KubeObject } from '../../k8s/object.ts';
import { CALICO_SYSTEM, TIGERA_CA_PRIVATE } from '../../renderers/shared/names.ts';
import { Race } from '../apply/race.ts';
import { ensureSecretsWatched } from '../cluster/secrets-access.ts';
import type { ReconcileContext } from '../context.ts';
import { isUsers } from './secret-pair.ts';

/** Whether the pair in a Secret of the operator's namespace is a user's by now. The authority is told by its name alone. */
export function isSuppliedByUser({ cluster, settings }: ReconcileContext, name: string): boolean {
  const live = cluster.operatorSecrets.get(`${settings.operator.namespace}/${name}`);
  return live !== undefined && name !== TIGERA_CA_PRIVATE && isUsers(live);
}

/** Called before a wave leaves: what is about to be written is watched, and nothing that a user has made meanwhile. */
export async function prepareSecrets(ctx: ReconcileContext, wave: readonly KubeObject[]): Promise<void> {
  if (wave.some(isSecretOfCalicoSystem)) await ensureSecretsWatched(ctx);
  if (wave.some((object) => isTakenSource(ctx, object))) throw new Race('A user has supplied a certificate meanwhile');
}

function isSecretOfCalicoSystem({ kind, metadata }: KubeObject): boolean {
  return kind === 'Secret' && metadata.namespace === CALICO_SYSTEM;
}

/** Of the Secrets in the operator's namespace only our own pairs are rendered. */
function isTakenSource(ctx: ReconcileContext, { kind, metadata }: KubeObject): boolean {
  const isSource = kind === 'Secret' && metadata.namespace === ctx.settings.operator.namespace;
  return isSource && isSuppliedByUser(ctx, metadata.name);
}
