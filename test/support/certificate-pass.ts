import type { CertificatePass } from '../../src/reconcilers/certificates/certificate-pass.ts';
import { Refusals } from '../../src/reconcilers/certificates/refusals.ts';
import { Remarks } from '../../src/reconcilers/certificates/remarks.ts';
import { coreContext } from '../../src/renderers/catalog.ts';
import type { Owner } from '../../src/renderers/input.ts';
import { aSettledSpec } from './core-facts.ts';
import type { TestContext } from './reconcile-context.ts';

export const owner: Owner = {
  reference: { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', name: 'default', uid: 'uid-1' },
  component: 'Installation.operator.tigera.io',
};

/** A pass over the certificates at the moment that the clock shows. */
export function aPass(ctx: TestContext): CertificatePass {
  const { operator, calicoApi } = ctx.settings;
  const now = ctx.clock.wall();
  const context = coreContext({ spec: aSettledSpec(), owner, operator, calicoApi });
  return { ctx, context, refusals: new Refusals(ctx.clock), remarks: new Remarks(now), now };
}
