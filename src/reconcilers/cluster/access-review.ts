import { SelfSubjectAccessReview } from '../../k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../k8s/object.ts';
import type { ReconcileContext } from '../context.ts';

interface AccessReview extends KubeObject {
  spec: object;
  status?: { allowed?: boolean };
}

/** What is asked about, as `resourceAttributes` of a SelfSubjectAccessReview. */
export interface Access {
  readonly verb: string;
  readonly resource: string;
  readonly group?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** Whether the operator may do something: one question to the API server. Rejects as the client does. */
export async function mayDo(ctx: ReconcileContext, resourceAttributes: Access): Promise<boolean> {
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    metadata: { name: '' },
    spec: { resourceAttributes },
  };
  const answer = await ctx.client.create(SelfSubjectAccessReview as ResourceType<AccessReview>, review);
  return answer.status?.allowed === true;
}
