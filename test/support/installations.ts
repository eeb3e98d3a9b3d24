import type { Installation } from '../../src/crds/installation/spec.ts';
import type { TestContext } from './reconcile-context.ts';

/** The Installation that the operator reads, as it is in the cluster after this. */
export function anInstallation(ctx: TestContext, changes: Partial<Installation> = {}): Installation {
  const { metadata, ...content } = changes;
  const base = { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', spec: {} } as const;
  ctx.holds({ ...base, ...content, metadata: { name: 'default', ...metadata } });
  const held = ctx.cluster.installations.get('default');
  if (held === undefined) throw new Error('The view of Installations does not show what was put there');
  return held;
}
