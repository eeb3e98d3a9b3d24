import { describe, expect, it } from '@jest/globals';
import { tellRequests } from '../../../../src/reconcilers/certificates/tell-requests.ts';
import { Remarks } from '../../../../src/reconcilers/certificates/remarks.ts';
import type { SigningRequest } from '../../../../src/reconcilers/cluster/signing-request.ts';
import { daemonSetHealth } from '../../../../src/reconcilers/status/workload-health.ts';
import { aSettledSpec } from '../../../support/core-facts.ts';
import { aContext } from '../../../support/reconcile-context.ts';
import { aDaemonSet } from '../../../support/workloads.ts';

const signerName = 'example.com/signer';

/** What is said while calico-node is available on so many of three nodes. */
function said(numberAvailable: number, ...requests: Pick<SigningRequest, 'name' | 'state'>[]): Remarks {
  const ctx = aContext();
  for (const request of requests)
    ctx.shown.view('signingRequests').put(request.name, { signer: signerName, words: 'Policy: no', ...request });
  const remarks = new Remarks(ctx.clock.wall());
  const health = daemonSetHealth(
    { kind: 'DaemonSet', name: 'calico-node' },
    aDaemonSet('calico-node', { numberAvailable }),
  );
  tellRequests(ctx, remarks, aSettledSpec({ certificateManagement: { caCert: '', signerName } }), [health]);
  return remarks;
}

describe('tellRequests', () => {
  it('counts what is to be approved and what to be signed, with the first as an example', () => {
    const [b, a, c] = [
      { name: 'b', state: 'new' },
      { name: 'a', state: 'new' },
      { name: 'c', state: 'approved' },
    ] as const;
    expect(said(2, b, a, c).waits).toEqual([
      '2 CertificateSigningRequests wait for signer example.com/signer to be approved ("kubectl certificate approve a")',
      '1 CertificateSigningRequest waits for signer example.com/signer to sign, c for one',
    ]);
  });

  it('makes a refusal a problem, in the words of who refused', () => {
    expect(said(2, { name: 'a', state: 'refused' }).problems).toEqual([
      'CertificateSigningRequest a was refused for signer example.com/signer: Policy: no. Once that is mended, delete the request and its pod',
    ]);
  });

  it('says nothing of what is signed, or of requests of another signer', () => {
    const strange = { name: 'b', state: 'new', signer: 'example.com/other' } as const;
    expect(said(2, { name: 'a', state: 'signed' }, strange)).toMatchObject({ waits: [], problems: [] });
  });

  it('says nothing while all pods are there: the requests are those of pods of before', () => {
    expect(said(3, { name: 'a', state: 'new' }, { name: 'b', state: 'refused' })).toMatchObject({
      waits: [],
      problems: [],
    });
  });
});
