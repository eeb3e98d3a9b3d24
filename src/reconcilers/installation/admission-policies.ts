import type { Installation } from '../../crds/installation/spec.ts';
import { refOf, type ObjectRef } from '../../k8s/object.ts';
import type { AdmissionApi } from '../../renderers/input.ts';
import { renderAdmissionPolicies } from '../../renderers/catalog.ts';
import { applyRendered } from '../apply/apply-rendered.ts';
import type { ReconcileContext } from '../context.ts';
import { ownerOf } from './load.ts';

/**
 * Makes the admission policies that stand in for Calico's API server, where this operator brings them, and removes those of
 * other releases. Returns warnings. Throws `Degraded('ResourceUpdateError')`.
 */
export async function ensureAdmissionPolicies(ctx: ReconcileContext, installation: Installation): Promise<string[]> {
  const { admissionApi, operator } = ctx.settings;
  if (admissionApi === undefined) return [];
  const { present } = renderAdmissionPolicies({ owner: ownerOf(installation), operator, admissionApi });
  const wanted = new Set(present.map((object) => keyOf(refOf(object))));
  const found = ctx.cluster.admissionPolicies.flatMap((informer) => informer.list()).map(refOf);
  await applyRendered(ctx, { present, absent: found.filter((ref) => !wanted.has(keyOf(ref))) });
  return admissionWarnings(admissionApi);
}

function keyOf({ kind, name }: ObjectRef): string {
  return `${kind} ${name}`;
}

/** What the API server does not do for us (docs/warnings.md). */
export function admissionWarnings({ mutating, validating }: AdmissionApi): string[] {
  const missing = [
    ...(mutating === undefined ? ['MutatingAdmissionPolicy'] : []),
    ...(validating === undefined ? ['ValidatingAdmissionPolicy'] : []),
  ];
  if (missing.length === 0) return [];
  const lost = [
    ...(mutating === undefined ? ['policies without types or tier are not completed'] : []),
    ...(validating === undefined ? ['the tiers of Calico can be deleted'] : []),
  ];
  return [
    `CAL-604 the API server does not serve ${missing.join(' and ')}, so ${lost.join(', and ')}; Kubernetes 1.36 serves them, 1.34 and 1.35 with --feature-gates=MutatingAdmissionPolicy=true --runtime-config=admissionregistration.k8s.io/v1beta1=true`,
  ];
}
