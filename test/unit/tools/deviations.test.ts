import { describe, expect, it } from '@jest/globals';
import { isIntended } from '../../../tools/deviations.ts';

const policy = {
  apiVersion: 'projectcalico.org/v3',
  kind: 'NetworkPolicy',
  metadata: { name: 'a', namespace: 'calico-system' },
};
const listed = (path: string, object = 'NetworkPolicy.projectcalico.org/calico-system/*') => [
  { object, path, reason: 'because' },
];

describe('an intended difference', () => {
  it.each([
    ['spec.egress[4]*', 'spec.egress.4.action'],
    ['spec.egress[4].action', 'spec.egress.4.action'],
    ['spec.containers[calico-node].startupProbe*', 'spec.containers.0.startupProbe.exec'],
    ['spec*', 'spec'],
  ])('is listed by %s: %s', (listing, path) => {
    expect(isIntended(policy, path, listed(listing))).toBe(true);
  });

  it.each([
    ['spec.egress[4]*', 'spec.egress.5.action'],
    ['spec.egress[4]', 'spec.egress.4.action'],
    ['spec.x', 'spec/x'],
  ])('is not listed by %s: %s', (listing, path) => {
    expect(isIntended(policy, path, listed(listing))).toBe(false);
  });

  it('belongs to its object', () => {
    expect(isIntended(policy, 'spec', listed('spec', 'NetworkPolicy.projectcalico.org/kube-system/*'))).toBe(false);
  });
});
