import type { Installation } from '../../crds/installation/spec.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import { CALICO_VERSION, versionOf } from '../../renderers/shared/images.ts';
import { CALICO_NODE, CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';
import { compareVersions } from './version-hold.ts';

/** Annotation of the Installation by which a user takes the risk of a change of version; its value is the version to move to. */
export const allowVersionAnnotation = 'operator.tigera.io/allow-version-change';

/** The oldest release from which Calico describes an upgrade to the present one (https://docs.tigera.io/calico/latest/operations/upgrading/kubernetes-upgrade). */
const OLDEST_UPGRADABLE = 'v3.15.0';

/** Throws `Degraded('UpgradeError')` before anything is written, where this release must not follow the one that runs. */
export function requireSupportedVersion(ctx: ReconcileContext, { metadata, status }: Installation): void {
  if (metadata.annotations?.[allowVersionAnnotation] === CALICO_VERSION) return;
  const node = ctx.cluster.daemonSets.get(`${CALICO_SYSTEM}/${CALICO_NODE}`);
  // The image is what has been sent to the nodes, also before the status says so.
  const running = [status?.calicoVersion, versionOf(node, CALICO_NODE)].filter((version) => version !== undefined);
  const problem = running.map(unsupportedBecause).find((because) => because !== undefined);
  if (problem === undefined) return;
  const command = `kubectl annotate installation default ${allowVersionAnnotation}=${CALICO_VERSION}`;
  const text = `${problem}. Nothing has been changed. Run the operator of a release that fits, or take the risk: ${command}`;
  throw new Degraded('UpgradeError', text, { retry: { afterSeconds: 300 } });
}

/** Why a move from a version to ours is not supported; undefined where it is, or where the version is none. Pure. */
export function unsupportedBecause(running: string): string | undefined {
  if (!isVersion(running)) return undefined;
  if (compareVersions(running, CALICO_VERSION) > 0) {
    return `Calico ${running} runs, and this operator installs the older ${CALICO_VERSION}: going back is not supported, because an older release may not understand what a newer one has stored`;
  }
  if (compareVersions(running, OLDEST_UPGRADABLE) >= 0) return undefined;
  const oldest = OLDEST_UPGRADABLE.replace(/\.0$/, '');
  return `Calico ${running} runs, which is too old for a direct upgrade to ${CALICO_VERSION}: the oldest release that can be upgraded is ${oldest}; upgrade to one in between first`;
}

function isVersion(text: string): boolean {
  return /^v?\d+\.\d+\.\d+/.test(text);
}
