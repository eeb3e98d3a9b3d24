import type { Installation } from '../../crds/installation/spec.ts';
import type { ReconcileContext } from '../context.ts';

const read = new Set(['default', 'overlay']);

/** Installations that the CRD allows and nothing reads, as sentences (CAL-209). */
export function ignoredInstallations(ctx: ReconcileContext): string[] {
  return ignored(ctx).map(describe);
}

/** The same as Events, for clusters without the one Installation whose status could say it. */
export function tellIgnoredInstallations(ctx: ReconcileContext): void {
  if (ctx.cluster.installations.get('default') !== undefined) return;
  for (const regarding of ignored(ctx)) {
    const note = describe(regarding);
    ctx.events.record({ regarding, type: 'Warning', reason: 'ConfigurationWarning', action: 'Reconcile', note });
  }
}

function ignored({ cluster }: ReconcileContext): Installation[] {
  return cluster.installations.list().filter(({ metadata }) => !read.has(metadata.name));
}

function describe({ metadata }: Installation): string {
  return `CAL-209 Installation ${metadata.name}: is not read; put its spec into one that is named default, and delete this one`;
}
