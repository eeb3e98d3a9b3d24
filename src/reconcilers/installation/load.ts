import type { Installation } from '../../crds/installation/spec.ts';
import type { Owner } from '../../renderers/input.ts';
import { Race } from '../apply/race.ts';
import type { ReconcileContext } from '../context.ts';

/** The Installation that the operator reads; undefined where there is none. */
export function loadInstallation(ctx: ReconcileContext): Installation | undefined {
  return ctx.cluster.installations.get('default');
}

/** The same for steps that run only where there is one. Throws Race where it was deleted since the pass began. */
export function requireInstallation(ctx: ReconcileContext): Installation {
  const installation = loadInstallation(ctx);
  if (installation === undefined) throw new Race('The Installation was deleted meanwhile');
  return installation;
}

/** The Installation as the owner of what is made for it. */
export function ownerOf({ apiVersion, kind, metadata }: Installation): Owner {
  const reference = { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '' };
  return { reference, component: 'Installation.operator.tigera.io' };
}
