import type { AdmissionRule } from './rule.ts';

const typha = 'object.?spec.?typhaAutoscaling';

/** The number of Typha pods. */
export const typhaReplicas: readonly AdmissionRule[] = [
  {
    path: 'spec.typhaAutoscaling.minimum',
    refuses: `${typha}.?minimum.hasValue() && ${typha}.?maximum.hasValue() && ${typha}.?minimum.value() > ${typha}.?maximum.value()`,
    value: `string(${typha}.?minimum.orValue(0))`,
    message: 'is more than the maximum; lower it or raise the maximum',
  },
];
