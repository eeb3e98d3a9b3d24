import type { Component } from '../component.ts';
import type { CoreInput } from '../input.ts';
import { CALICO_TYPHA } from '../shared/names.ts';
import { serviceAccount } from '../shared/rbac.ts';
import { refTo } from '../shared/refs.ts';
import { typhaDeployment } from './deployment.ts';
import { typhaRole, typhaRoleBinding } from './rbac.ts';
import { disruptionBudget, metricsService, TYPHA_METRICS, typhaService } from './services.ts';

export type TyphaInput = Pick<
  CoreInput,
  'spec' | 'images' | 'certs' | 'felix' | 'endpoint' | 'typhaReplicas' | 'migration'
>;

/** Typha: caches the datastore for the calico-node pods, so that the API server serves a few watches and not one per node. */
export const typha: Component<TyphaInput> = {
  name: 'typha',
  images: ['typha'],
  render: (input) => {
    const metricsPort = input.spec.typhaMetricsPort;
    return {
      present: [
        serviceAccount(CALICO_TYPHA),
        typhaRole(input.spec.kubernetesProvider),
        typhaRoleBinding(),
        disruptionBudget(),
        typhaService(),
        typhaDeployment(input),
        ...(metricsPort === undefined ? [] : [metricsService(metricsPort)]),
      ],
      absent: metricsPort === undefined ? [refTo.service(TYPHA_METRICS)] : [],
    };
  },
};
