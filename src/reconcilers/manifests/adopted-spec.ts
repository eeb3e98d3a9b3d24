import { fieldPaths, pickFields, silentAbout } from '../../crds/installation/adopted-fields.ts';
import type { Installation, InstallationSpec } from '../../crds/installation/spec.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import type { ReconcileContext } from '../context.ts';
import { hasBegun, requireConversion } from './conversion.ts';

/**
 * What was read off an installation from manifests, and holds where the Installation is silent. As long as nothing was
 * moved it is read anew in each pass; from then on what `status.computed` has at the paths of `status.adoptedFields`
 * stands, also after the manifests are gone. Throws `Degraded` where the manifests cannot be taken over.
 */
export function adoptedSpec(
  ctx: ReconcileContext,
  installation: Installation,
  written: InstallationSpec,
): InstallationSpec {
  const recorded = recordedFields(installation);
  if (ctx.cluster.formerInstall.isThere && !(hasBegun(ctx) && recorded !== undefined))
    return requireConversion(ctx).spec;
  const { computed = {} } = installation.status ?? {};
  return recorded === undefined ? {} : pickFields(computed, silentAbout(written, recorded));
}

/** The paths to record; undefined where nothing was ever adopted. What the Installation says is the user's from then on. */
export function adoptedFields(
  ctx: ReconcileContext,
  installation: Installation,
  written: InstallationSpec,
): readonly string[] | undefined {
  if (!ctx.cluster.formerInstall.isThere && recordedFields(installation) === undefined) return undefined;
  return silentAbout(written, fieldPaths(adoptedSpec(ctx, installation, written)));
}

/** What stands in the status. */
export function recordedFields({ status }: Installation): readonly string[] | undefined {
  return status?.adoptedFields;
}

/**
 * Nothing is written while manifests in kube-system cannot be taken over; the status `calico` tells why. Throws `Degraded`
 * (a wait) that says so.
 */
export function awaitAdoptable(ctx: ReconcileContext): void {
  if (!ctx.cluster.formerInstall.isThere || hasBegun(ctx)) return;
  try {
    requireConversion(ctx);
  } catch (error) {
    if (!(error instanceof Degraded)) throw error;
    const text =
      'Waiting until Calico in kube-system can be taken over; "kubectl get tigerastatus calico" tells what stands against it';
    throw new Degraded('ResourceNotReady', text, { retry: 'on-watch', cause: error });
  }
}
