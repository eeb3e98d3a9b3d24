import { GlobalNetworkPolicies, NetworkPolicies } from '../../crds/kinds.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import type { Clock } from '../../k8s/clock.ts';
import { describeRef, refOf, type KubeObject, type ResourceType } from '../../k8s/object.ts';
import { POLICY_API } from '../../renderers/shared/network-policy.ts';
import { FORMER_TIER } from '../../renderers/shared/names.ts';
import { deleteAll } from '../apply/apply-rendered.ts';
import type { ReconcileContext } from '../context.ts';
import type { PassResult } from '../report.ts';

/** Each controller takes its own policies out of the former tier; by then they all have. */
const graceMs = 60_000;

/**
 * Removes the tier that earlier releases used, once no policy is in it: what is left then is not the operator's, and told.
 * A tier that went before its policies would leave them without effect. Nothing is asked for once the tier is gone.
 */
export class FormerTier {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #since: number | undefined;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  async remove(ctx: ReconcileContext): Promise<PassResult> {
    if (ctx.cluster.tiers.get(FORMER_TIER) === undefined) return {};
    const left = [...(await policiesIn(ctx, NetworkPolicies)), ...(await policiesIn(ctx, GlobalNetworkPolicies))];
    if (left.length === 0) return deleteTier(ctx);
    const now = this.#clock.monotonic();
    this.#since ??= now;
    const restMs = this.#since + graceMs - now;
    if (restMs <= 0) return { warnings: [leftovers(left)] };
    return { waits: [`Tier ${FORMER_TIER} of an earlier release goes when no policy is in it`], againAfterMs: restMs };
  }
}

/** Policies of the tier, looked for by what decides: a label may be missing. */
async function policiesIn(ctx: ReconcileContext, type: ResourceType): Promise<string[]> {
  let found: string[] = [];
  const item = (policy: KubeObject & { readonly spec?: { readonly tier?: string } }): void => {
    if (policy.spec?.tier === FORMER_TIER) found.push(describeRef(refOf(policy)));
  };
  await ctx.client.listInto(type, {}, { restart: () => void (found = []), item });
  return found;
}

/** Whoever keeps the tier has a reason, which is passed on; everything else goes on. */
async function deleteTier(ctx: ReconcileContext): Promise<PassResult> {
  try {
    await deleteAll(ctx, [{ apiVersion: POLICY_API, kind: 'Tier', name: FORMER_TIER }]);
    return {};
  } catch (error) {
    if (!(error instanceof Degraded)) throw error;
    return { warnings: [`CAL-607 Tier ${FORMER_TIER} of an earlier release is left over: ${error.message}`] };
  }
}

function leftovers(policies: readonly string[]): string {
  const names = policies.toSorted().join(', ');
  return `CAL-607 Tier ${FORMER_TIER} of an earlier release stays, because policies are in it that the operator did not make: ${names}; move them to a tier of your own, or delete them, and the tier goes`;
}
