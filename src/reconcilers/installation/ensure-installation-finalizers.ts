import type { Installation } from '../../crds/installation/spec.ts';
import { ensureFinalizers } from '../apply/finalizers.ts';
import type { ReconcileContext } from '../context.ts';
import { cleanupFinalizer, installationFinalizer } from './teardown.ts';

/** Holds the Installation, so that its removal goes in the right order. */
export async function ensureInstallationFinalizers(ctx: ReconcileContext, installation: Installation): Promise<void> {
  await ensureFinalizers(ctx, installation, [installationFinalizer, cleanupFinalizer]);
}
