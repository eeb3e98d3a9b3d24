import { beforeAll, describe, expect, it } from '@jest/globals';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { IssuedPair } from '../../../../src/reconcilers/certificates/issue.ts';
import { aLeaf, daysLater, theAuthority } from '../../../support/reconciler-certificates.ts';

let authority: IssuedPair;
let leaf: IssuedPair;

beforeAll(async () => {
  authority = await theAuthority();
  leaf = await aLeaf('typha-server', '10.0.0.1');
});

const read = ({ certificatePem }: IssuedPair): X509Certificate => new X509Certificate(certificatePem);

describe('an authority', () => {
  it('signs itself, under the name by which authorities of an operator are known', () => {
    const certificate = read(authority);
    expect(certificate.subject).toBe('CN=tigera-operator-signer');
    expect(certificate.issuer).toBe('CN=tigera-operator-signer');
    expect([certificate.ca, certificate.verify(certificate.publicKey)]).toEqual([true, true]);
  });

  it('lasts for a hundred years', () => {
    expect(read(authority).validToDate).toEqual(daysLater(36_499));
  });
});

describe('a leaf', () => {
  it('is signed by the authority and is none', () => {
    const certificate = read(leaf);
    expect(certificate.verify(read(authority).publicKey)).toBe(true);
    expect([certificate.ca, certificate.issuer]).toEqual([false, 'CN=tigera-operator-signer']);
  });

  it('names an IP address as a DNS name too, and goes by the first name', () => {
    const certificate = read(leaf);
    expect(certificate.subject).toBe('CN=10.0.0.1');
    expect(certificate.subjectAltName).toBe('DNS:typha-server, DNS:10.0.0.1, IP Address:10.0.0.1');
  });

  it('serves servers and clients', () => {
    expect(read(leaf).keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  });

  it('lasts for 825 days, and begins a day early for clocks that are behind or set back', () => {
    expect(read(leaf).validToDate).toEqual(daysLater(824));
    expect(read(leaf).validFromDate).toEqual(new Date('2025-12-31T00:00:00.000Z'));
  });

  it('is followed by its authority', () => {
    expect(leaf.certificatePem.endsWith(authority.certificatePem)).toBe(true);
    expect(leaf.certificatePem.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  });

  it('has a key of its own in PKCS#1', () => {
    expect(leaf.keyPem).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
    expect(read(leaf).checkPrivateKey(createPrivateKey(leaf.keyPem))).toBe(true);
    expect(createPrivateKey(leaf.keyPem).asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 });
  });

  it('has a positive serial number', () => {
    expect(read(leaf).serialNumber).toMatch(/^[4-7][0-9A-F]{15}$/);
  });
});
