import type { Installation } from '../../crds/installation/spec.ts';
import { versionOf } from '../../renderers/shared/images.ts';
import { CALICO_SYSTEM, CALICO_TYPHA } from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';

/**
 * The release that runs on every node, as the status says. An installation that was never complete has none in its status;
 * its Typha has one. Undefined before there is a Typha, or where its image does not say.
 */
export function runningVersion({ cluster }: ReconcileContext, { status }: Installation): string | undefined {
  return status?.calicoVersion ?? versionOf(cluster.deployments.get(`${CALICO_SYSTEM}/${CALICO_TYPHA}`), CALICO_TYPHA);
}
