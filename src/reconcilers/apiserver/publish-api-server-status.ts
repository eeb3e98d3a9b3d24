import { ApiServers } from '../../crds/kinds.ts';
import { publishOwnStatus } from '../addons/publish-own-status.ts';
import type { ReconcileContext } from '../context.ts';
import type { Publication } from '../status/publish-tigera-status.ts';
import { loadApiServer } from './load-api-server.ts';

/** Brings the APIServer's own status in line with TigeraStatus `apiserver`: besides the conditions it has a word for ready. */
export async function publishApiServerStatus(ctx: ReconcileContext, { after }: Publication): Promise<void> {
  const isReady = after.some(({ type, status }) => type === 'Available' && status === 'True');
  const also = isReady ? { state: 'Ready' } : {};
  await publishOwnStatus(ctx, ApiServers, loadApiServer(ctx), { after, also });
}
