import type { Installation, SettledSpec } from '../../crds/installation/spec.ts';
import type { Problem } from '../../crds/problem.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import { refOf } from '../../k8s/object.ts';
import { applyRendered } from '../apply/apply-rendered.ts';
import type { ReconcileContext } from '../context.ts';
import { InvalidInstallation } from '../installation/invalid-installation.ts';
import { requireInstallation } from '../installation/load.ts';
import { awaitValidSpec } from '../installation/valid-spec.ts';
import type { PassResult } from '../report.ts';
import { planPools } from './plan-pools.ts';

/** Makes the pools that the Installation wants. Pools outlive it: addresses are in use as long as pods run. */
export async function ensurePools(ctx: ReconcileContext): Promise<PassResult> {
  const installation = requireInstallation(ctx);
  if (installation.metadata.deletionTimestamp !== undefined) return {};
  const spec = validSpec(ctx, installation);
  const plan = planPools({
    wanted: spec.calicoNetwork.ipPools,
    listed: [installation, ctx.cluster.installations.get('overlay')].some(listsPools),
    existing: ctx.cluster.ipPools.list(),
    calicoApi: ctx.settings.calicoApi,
  });
  const { waits } = await applyRendered(ctx, { present: plan.apply, absent: plan.remove.map(refOf) });
  return { waits, warnings: plan.warnings };
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
