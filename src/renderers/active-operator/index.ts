import type { ConfigMap } from '../../crds/generated/core.gen.ts';
import type { Component } from '../component.ts';
import type { CoreInput, OperatorIdentity } from '../input.ts';
import { ACTIVE_OPERATOR, CALICO_SYSTEM } from '../shared/names.ts';

/**
 * Says which operator is in charge. An operator that reads another namespace here stops before it renders, so a hand-over
 * by editing the key is never written back.
 */
export const activeOperator: Component<Pick<CoreInput, 'operator'>> = {
  name: 'active-operator',
  images: [],
  render: ({ operator }) => ({ present: [activeOperatorConfigMap(operator)], absent: [] }),
};

function activeOperatorConfigMap(operator: OperatorIdentity): ConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: ACTIVE_OPERATOR, namespace: CALICO_SYSTEM },
    data: { 'active-namespace': operator.namespace },
  };
}
