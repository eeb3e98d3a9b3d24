import type * as z from 'zod';
import { operatorKind, type OperatorObject } from './operator-kind.ts';
import { istioCniDaemonSet, istiodDeployment, ztunnelDaemonSet } from './overrides.ts';
import { dscpMark, struct } from './schema.ts';
import { conditions } from './status/condition-schema.ts';

const spec = struct('How the mesh runs. An empty spec is a complete one.', {
  istiod: istiodDeployment,
  istioCNI: istioCniDaemonSet,
  ztunnel: ztunnelDaemonSet,
  dscpMark: dscpMark(
    'DSCP mark by which Calico knows the traffic of the mesh: a number from 0 to 63, or a class such as AF11, CS1 ' +
      'or EF. Choose one that nothing else in the cluster uses. Default: 23.',
  ),
});

const status = struct('What the operator has made of the spec.', {
  conditions: conditions('Health of the mesh: Ready, Progressing and Degraded.'),
});

export type IstioSpec = z.input<typeof spec>;
export type Istio = OperatorObject<'Istio', IstioSpec, z.input<typeof status>>;

/** The resource definition of Istio, for the generator. */
export const istio = operatorKind({
  kind: 'Istio',
  plural: 'istios',
  description: 'Installs Istio in ambient mode: mutual TLS between pods without sidecars. Named `default`.',
  spec,
  status,
  singleton: { names: ['default'], message: "resource name must be 'default'" },
});
