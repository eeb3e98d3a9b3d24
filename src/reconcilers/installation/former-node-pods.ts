import type { ConfigMap, DaemonSet } from '../../crds/generated/core.gen.ts';
import type { ImageReferences } from '../../renderers/shared/images.ts';
import { CALICO_NODE } from '../../renderers/shared/names.ts';
import { runsImage } from '../status/workload-health.ts';

/** What tells who made calico-node as it is. */
export interface NodeTraces {
  readonly node: DaemonSet | undefined;
  readonly cniConfig: ConfigMap | undefined;
}

/**
 * Whether the live calico-node is the very release that we install, as the Go operator made it: without a startup probe
 * and without the MTU file. Either of them tells that it is ours, so that losing one is drift. Another image rolls the
 * pods anyway, and then they get everything. Pure.
 */
export function runsFormerPods({ node, cniConfig }: NodeTraces, images: Pick<ImageReferences, 'node'>): boolean {
  if (node === undefined || !runsImage(node, images.node)) return false;
  const container = node.spec?.template.spec?.containers.find(({ name }) => name === CALICO_NODE);
  const waitsForMtu = cniConfig?.data?.['config']?.includes('"require_mtu_file"') === true;
  return container?.startupProbe === undefined && !waitsForMtu;
}
