import { describe, expect, it } from '@jest/globals';
import type { SettledSpec } from '../../../../src/crds/installation/spec.ts';
import { leaves } from '../../../../src/reconcilers/certificates/leaves.ts';
import { loadSigner, requestedPair, signerEntries } from '../../../../src/reconcilers/certificates/signer.ts';
import { aPass } from '../../../support/certificate-pass.ts';
import { aSettledSpec } from '../../../support/core-facts.ts';
import { aUsersPair, theAuthority } from '../../../support/reconciler-certificates.ts';
import { aContext } from '../../../support/reconcile-context.ts';

const signer = { name: 'example.com/signer', authorityPem: 'PEM' };

function asked(signerName: string, pem: string): SettledSpec {
  const caCert = Buffer.from(pem).toString('base64');
  return aSettledSpec({ certificateManagement: { caCert, signerName, keyAlgorithm: 'RSAWithSize2048' } });
}

function problemsOf(pem: string): readonly string[] {
  const pass = aPass(aContext());
  loadSigner(pass, asked('example.com/signer', pem));
  return pass.remarks.problems;
}

describe('loadSigner', () => {
  it('is nobody where the Installation names nobody', () => {
    expect(loadSigner(aPass(aContext()), aSettledSpec())).toBeUndefined();
  });

  it('is who the Installation names, with the authority behind it', async () => {
    const { certificatePem } = await theAuthority();
    expect(loadSigner(aPass(aContext()), asked('example.com/signer', certificatePem))).toEqual({
      name: 'example.com/signer',
      authorityPem: certificatePem,
      keyAlgorithm: 'RSAWithSize2048',
    });
  });

  it.each([
    [
      'tigera.io/operator-signer',
      '',
      'spec.certificateManagement.signerName: tigera.io/operator-signer is a signer of',
    ],
    ['example.com/signer', 'x', 'spec.certificateManagement.caCert: holds no readable certificate in PEM'],
    ['example.com/signer', 'x'.repeat(330_001), 'spec.certificateManagement.caCert: holds a bundle of 330001 bytes'],
  ])('refuses %s with an authority that is %#', (name, pem, text) => {
    expect(() => loadSigner(aPass(aContext()), asked(name, pem))).toThrow(text);
  });

  it('tells the end of the last authority', async () => {
    const [ending, lasting] = [(await aUsersPair()).certificatePem, (await theAuthority()).certificatePem];
    expect(problemsOf(ending)).toEqual([
      'CAL-503 spec.certificateManagement.caCert: ends at 2026-01-06T00:00:00Z; put the certificate of its successor beside it in the same field',
    ]);
    expect(problemsOf(`${ending}\n${lasting}`)).toEqual([]);
  });
});

describe('requestedPair', () => {
  it('is known by the name that the signer is asked for', () => {
    const pair = requestedPair(aPass(aContext()), leaves.typha, signer);
    expect(pair).toMatchObject({ name: 'typha-certs', commonName: 'typha-server', signer, certificatePem: '' });
    expect(pair.description.dnsNames).toEqual(['typha-server']);
  });
});

describe('signerEntries', () => {
  it('has one entry for each pair that somebody in the cluster meets', () => {
    const entries = signerEntries(aPass(aContext()), Object.values(leaves), signer);
    expect(entries.map(({ name, pem }) => [name, pem])).toEqual([
      ['node-certs', 'PEM'],
      ['typha-certs', 'PEM'],
    ]);
  });
});
