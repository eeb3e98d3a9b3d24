import { describe, expect, it } from '@jest/globals';
import { inProjectCalico, inStorage } from '../../../../src/crds/calico/calico-kind.ts';
import { blockAffinity, ipamConfiguration } from '../../../../src/crds/calico/ipam.ts';
import { kubeControllersConfiguration } from '../../../../src/crds/calico/kube-controllers-configuration.ts';
import { tier } from '../../../../src/crds/calico/tier.ts';

describe('a kind of Calico in its storage', () => {
  it('has the group, and nothing that only users need', () => {
    const stored = inStorage(tier);
    expect(stored).toMatchObject({
      group: 'crd.projectcalico.org',
      version: 'v1',
      kind: 'Tier',
      statusSubresource: false,
    });
    expect(Object.keys(stored)).not.toEqual(expect.arrayContaining(['printerColumns']));
    expect(stored.status).toBeUndefined();
  });

  it('keeps the status that kube-controllers writes', () => {
    expect(inStorage(kubeControllersConfiguration)).toMatchObject({
      statusSubresource: true,
      status: expect.anything(),
    });
  });

  it('may have other names and other checks', () => {
    expect(inStorage(ipamConfiguration)).toMatchObject({ kind: 'IPAMConfig', plural: 'ipamconfigs' });
    const affinity = { cidr: '10.0.0.0/26', node: 'a', state: 'confirmed' };
    expect(inStorage(blockAffinity).spec.safeParse({ ...affinity, deleted: 'false' }).success).toBe(true);
    expect(inProjectCalico(blockAffinity).spec.safeParse({ ...affinity, deleted: 'false' }).success).toBe(false);
  });
});
