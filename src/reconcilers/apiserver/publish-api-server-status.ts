import { isDeepStrictEqual } from 'node:util';
import type { APIServer } from '../../crds/apiserver.ts';
import { ApiServers } from '../../crds/kinds.ts';
import { fieldManager } from '../apply/take-over.ts';
import type { ReconcileContext } from '../context.ts';
import { ownConditions } from '../status/own-conditions.ts';
import type { Publication } from '../status/publish-tigera-status.ts';
import { loadApiServer } from './load-api-server.ts';

/** Brings the APIServer's own status in line with TigeraStatus `apiserver`, in one write, and only when it changed. */
export async function publishApiServerStatus(ctx: ReconcileContext, { after }: Publication): Promise<void> {
  const apiServer = loadApiServer(ctx);
  if (apiServer === undefined) return;
  const isReady = after.some(({ type, status }) => type === 'Available' && status === 'True');
  const status: NonNullable<APIServer['status']> = {
    conditions: ownConditions(after),
    ...(isReady && { state: 'Ready' }),
  };
  if (isDeepStrictEqual(sorted(status), sorted(apiServer.status ?? {}))) return;
  const { apiVersion, kind, metadata } = apiServer;
  const object = { apiVersion, kind, metadata: { name: metadata.name }, status };
  ctx.cluster.wrote(await ctx.client.apply(ApiServers, object, { fieldManager, subresource: 'status' }));
}

function sorted({ conditions = [], ...rest }: NonNullable<APIServer['status']>): unknown {
  return { ...rest, conditions: conditions.toSorted((a, b) => (a.type < b.type ? -1 : 1)) };
}
