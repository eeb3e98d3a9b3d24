import { TIGERA_CA_PRIVATE } from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';
import { isUsers } from './secret-pair.ts';

/** Whether the pair in a Secret of the operator's namespace is a user's by now. The authority is told by its name alone. */
export function isSuppliedByUser({ cluster, settings }: ReconcileContext, name: string): boolean {
  const live = cluster.operatorSecrets.get(`${settings.operator.namespace}/${name}`);
  return live !== undefined && name !== TIGERA_CA_PRIVATE && isUsers(live);
}
