/**
 * What overrides of an Installation's workloads offer beyond those of the Go operator, which ignores these fields. Listed
 * for the comparison of the CRDs in test/parity/crd-additions.yaml.
 */
import { k8sType, listOf } from './schema.ts';

/** More fields of a container. */
export const containerAdditions = {
  env: listOf(
    k8sType('io.k8s.api.core.v1.EnvVar'),
    'Variables added to the container, for example `{name: GOMEMLIMIT, value: 900MiB}`. Names that the operator sets ' +
      'itself in that container are refused.',
  ),
};
