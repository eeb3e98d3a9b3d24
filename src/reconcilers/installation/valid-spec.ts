import type { Installation, SettledSpec } from '../../crds/installation/spec.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import type { ReconcileContext } from '../context.ts';
import { settleSpec } from './settle-spec.ts';
import { requireSupportedVersion } from './supported-version.ts';

/**
 * The spec in effect, for other controllers than that of the Installation. What is wrong with it, or with its version, is
 * told by the status `calico`, in one place. Throws `Degraded` (a wait) that says so.
 */
export function awaitValidSpec(ctx: ReconcileContext, installation: Installation): SettledSpec {
  try {
    requireSupportedVersion(ctx, installation);
    return settleSpec(ctx, installation);
  } catch (error) {
    if (!(error instanceof Degraded)) throw error;
    const text = 'Waiting for a valid Installation; "kubectl get tigerastatus calico" tells what is wrong with it';
    throw new Degraded('ResourceNotReady', text, { retry: 'on-watch', cause: error });
  }
}
