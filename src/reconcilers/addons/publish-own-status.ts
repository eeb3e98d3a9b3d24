import { isDeepStrictEqual } from 'node:util';
import type { Condition } from '../../crds/status/conditions.ts';
import type { KubeObject, ResourceType } from '../../k8s/object.ts';
import { fieldManager } from '../apply/take-over.ts';
import type { ReconcileContext } from '../context.ts';
import { ownConditions } from '../status/own-conditions.ts';
import type { Publication } from '../status/publish-tigera-status.ts';

/** Any custom resource with conditions in its status. */
interface WithConditions extends KubeObject {
  readonly status?: { readonly conditions?: readonly Condition[] };
}

/**
 * Brings the conditions of a custom resource in line with its TigeraStatus, in one write, and only when something changed.
 * @param also fields of its status beside the conditions
 */
export async function publishOwnStatus<Resource extends WithConditions>(
  ctx: ReconcileContext,
  type: ResourceType<Resource>,
  resource: Resource | undefined,
  { after, also = {} }: Pick<Publication, 'after'> & { readonly also?: object },
): Promise<void> {
  if (resource === undefined) return;
  const status = { conditions: ownConditions(after), ...also };
  if (isDeepStrictEqual(sorted(status), sorted(resource.status ?? {}))) return;
  const { apiVersion, kind, metadata } = resource;
  const object = { apiVersion, kind, metadata: { name: metadata.name }, status };
  ctx.cluster.wrote(await ctx.client.apply(type, object, { fieldManager, subresource: 'status' }));
}

function sorted({ conditions = [], ...rest }: NonNullable<WithConditions['status']>): unknown {
  return { ...rest, conditions: conditions.toSorted((a, b) => (a.type < b.type ? -1 : 1)) };
}
