import { describe, expect, it } from '@jest/globals';
import { describeRef, type KubeObject, refOf } from '../../../src/k8s/object.ts';
import { renderEveryCase } from '../../../src/renderers/every-case.ts';
import { CNI_FINALIZER, coreTeardown } from '../../../src/renderers/teardown.ts';

const everything = renderEveryCase().present;

function refsWhere(matches: (object: KubeObject) => boolean): Set<string> {
  return new Set(everything.filter(matches).map((object) => describeRef(refOf(object))));
}

describe('coreTeardown', () => {
  it('releases exactly the objects that carry the finalizer', () => {
    const finalized = refsWhere(({ metadata }) => metadata.finalizers?.includes(CNI_FINALIZER) === true);
    expect(new Set(coreTeardown.finalized.map(describeRef))).toEqual(finalized);
  });

  it('deletes all that belongs to calico-kube-controllers and the CSI driver', () => {
    const podNetworked = refsWhere(({ kind, metadata: { name } }) => {
      const ofDriver = name === 'csi-node-driver' || kind === 'CSIDriver';
      // What may ask a signer is the certificates' affair, and goes with the Installation.
      return ofDriver || (name.startsWith('calico-kube-controllers') && !name.endsWith(':csr-creator'));
    });
    expect(new Set(coreTeardown.podNetworked.map(describeRef))).toEqual(podNetworked);
  });
});
