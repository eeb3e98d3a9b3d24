import type { ClusterRole, ClusterRoleBinding } from '../../crds/generated/core.gen.ts';
import { CALICO_WEBHOOKS } from '../shared/names.ts';
import { clusterRole, clusterRoleBinding, rule, serviceAccountSubject } from '../shared/rbac.ts';

/** The webhook asks the API server whether the author of a policy may use its tier. */
export function webhooksRbac(): (ClusterRole | ClusterRoleBinding)[] {
  return [
    clusterRole(CALICO_WEBHOOKS, [
      rule(['authorization.k8s.io'], ['subjectaccessreviews'], ['create']),
      rule(['projectcalico.org'], ['tiers'], ['get']),
    ]),
    clusterRoleBinding(CALICO_WEBHOOKS, CALICO_WEBHOOKS, [serviceAccountSubject(CALICO_WEBHOOKS)]),
  ];
}
