import type { Deployment } from '../../crds/generated/core.gen.ts';
import { type PodTraces, STARTED_WITH } from '../../renderers/shared/former-pods.ts';
import { CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import { hashAnnotations } from '../../renderers/shared/tls-mounts.ts';
import { ownedFields } from '../apply/take-over.ts';
import type { ReconcileContext } from '../context.ts';
import { runsImage } from '../status/workload-health.ts';

/** What the live Deployment tells of pods of these images; undefined where they get others, which rolls them anyway. */
export function loadPodTraces(
  { cluster }: ReconcileContext,
  name: string,
  images: readonly string[],
): PodTraces | undefined {
  const live = cluster.deployments.get(`${CALICO_SYSTEM}/${name}`);
  if (live === undefined || !images.every((image) => runsImage(live, image))) return undefined;
  return {
    onTemplate: hashAnnotations(live.spec?.template.metadata?.annotations),
    beside: hashAnnotations(live.metadata.annotations),
    startedWith: startedWith(live),
    isOurs: isOurs(live),
  };
}

function startedWith({ metadata }: Deployment): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata.labels ?? {}).filter(([key]) => key.startsWith(STARTED_WITH)));
}

/**
 * Between taking over the fields of the Go operator and the first apply our entry names what we never apply: it wrote
 * whole objects, with the defaults of the API.
 */
function isOurs(live: Deployment): boolean {
  const owned = ownedFields(live);
  return owned !== undefined && owned['f:spec']?.['f:progressDeadlineSeconds'] === undefined;
}
