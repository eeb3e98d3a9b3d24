import type { Installation, SettledSpec } from '../../crds/installation/spec.ts';
import type { Problem } from '../../crds/problem.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import { applyRendered } from '../apply/apply-rendered.ts';
import type { Extent } from '../apply/take-over.ts';
import type { ReconcileContext } from '../context.ts';
import { InvalidInstallation } from '../installation/invalid-installation.ts';
import { requireInstallation } from '../installation/load.ts';
import { awaitValidSpec } from '../installation/valid-spec.ts';
import { mergeResults } from '../merge-results.ts';
import type { PassResult } from '../report.ts';
import { planPools, type PoolPlan } from './plan-pools.ts';
import { retired, type PoolRemovals } from './pool-removals.ts';
import { writtenPools } from './written-pools.ts';

/** Makes the pools that the Installation wants. Pools outlive it: addresses are in use as long as pods run. */
export async function ensurePools(ctx: ReconcileContext, removals: PoolRemovals): Promise<PassResult> {
  const installation = requireInstallation(ctx);
  if (installation.metadata.deletionTimestamp !== undefined) return {};
  const spec = validSpec(ctx, installation);
  const plan = planPools({
    wanted: spec.calicoNetwork.ipPools,
    listed: [installation, ctx.cluster.installations.get('overlay')].some(listsPools),
    existing: ctx.cluster.ipPools.list(),
    calicoApi: ctx.settings.calicoApi,
  });
  const pools = writtenPools(ctx, present(ctx, plan));
  const applied = await applyRendered(ctx, { present: pools, absent: [] }, { extent: expressible });
  if (applied.awaited !== undefined) throw new Degraded('ResourceNotReady', applied.awaited, { retry: 'on-watch' });
  const removed = await removals.advance(ctx, plan.remove);
  return mergeResults({ warnings: plan.warnings }, applied, removed);
}

/**
 * What an entry of the Installation has words for. All else, such as `namespaceSelector`, is for users to set on the
 * pool, and so is `disabled`: who has disabled a pool by hand had a reason.
 */
const expressible: Extent = {
  within: {
    'f:spec': Object.fromEntries(
      [
        'allowedUses',
        'assignmentMode',
        'blockSize',
        'cidr',
        'disableBGPExport',
        'ipipMode',
        'natOutgoing',
        'nodeSelector',
        'vxlanMode',
      ].map((field) => [`f:${field}`, {}]),
    ),
  },
};

/** Pools that are being deleted already are past every change. */
function present({ settings }: ReconcileContext, { apply, remove }: PoolPlan): PoolPlan['apply'] {
  const staying = remove.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  return [...apply, ...staying.map((live) => retired(live, settings.calicoApi))];
}

/** The overlay may list pools, too; an empty list says that there are to be none. */
function listsPools(installation: Installation | undefined): boolean {
  return installation?.spec?.calicoNetwork?.ipPools !== undefined;
}

/** What is wrong with pools is told here as well; all the rest is the status `calico`'s to tell. */
function validSpec(ctx: ReconcileContext, installation: Installation): SettledSpec {
  try {
    return awaitValidSpec(ctx, installation);
  } catch (error) {
    const cause = error instanceof Degraded ? error.cause : undefined;
    const pools = cause instanceof InvalidInstallation ? cause.problems.filter(isAboutPools) : [];
    throw pools.length > 0 ? new InvalidInstallation(pools) : error;
  }
}

function isAboutPools({ path }: Problem): boolean {
  return path.startsWith('spec.calicoNetwork.ipPools');
}
