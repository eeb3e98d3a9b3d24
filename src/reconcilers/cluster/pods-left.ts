import { Pod } from '../../k8s/kinds.ts';
import { CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';

/** A pod that should have ended so long ago sits on a dead node; nobody waits for it. */
const givenUpMs = 30_000;

/** How many pods of these workloads of calico-system are still there, by the label `k8s-app`. Rejects as the client does. */
export async function podsLeft(ctx: ReconcileContext, apps: readonly string[]): Promise<number> {
  const selection = { namespace: CALICO_SYSTEM, labelSelector: `k8s-app in (${apps.join(',')})` };
  let left = 0;
  const now = ctx.clock.wall().getTime();
  await ctx.client.listInto(
    Pod,
    { ...selection, content: 'metadata' },
    {
      restart: () => void (left = 0),
      item: ({ metadata }) => {
        const endsAt = metadata.deletionTimestamp === undefined ? Infinity : Date.parse(metadata.deletionTimestamp);
        if (now - endsAt < givenUpMs) left += 1;
      },
    },
  );
  return left;
}
