import { describe, expect, it } from '@jest/globals';
import type { CertificateSigningRequest } from '../../../../src/crds/generated/core.gen.ts';
import { signingRequest } from '../../../../src/reconcilers/cluster/signing-request.ts';

function aRequest(status: NonNullable<CertificateSigningRequest['status']>): CertificateSigningRequest {
  return {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'node-certs:calico-node-x' },
    spec: { request: 'content', signerName: 'example.com/signer', usages: [] },
    status,
  };
}

const approved = { type: 'Approved', status: 'True' };
const denied = { type: 'Denied', status: 'True', reason: 'Policy', message: 'not here' };

describe('signingRequest', () => {
  it.each<[string, NonNullable<CertificateSigningRequest['status']>, string]>([
    ['nobody has looked at', {}, 'new'],
    ['somebody is not sure about', { conditions: [{ type: 'Approved', status: 'Unknown' }] }, 'new'],
    ['is approved', { conditions: [approved] }, 'approved'],
    ['is signed', { conditions: [approved], certificate: 'PEM' }, 'signed'],
    ['is denied', { conditions: [denied] }, 'refused'],
    ['its signer failed at', { conditions: [approved, { type: 'Failed', status: 'True' }] }, 'refused'],
  ])('knows a request that %s', (_, status, state) => {
    expect(signingRequest(aRequest(status)).state).toBe(state);
  });

  it('keeps the words of who refused, and not the content', () => {
    expect(signingRequest(aRequest({ conditions: [denied] }))).toEqual({
      name: 'node-certs:calico-node-x',
      signer: 'example.com/signer',
      state: 'refused',
      words: 'Policy: not here',
    });
  });
});
