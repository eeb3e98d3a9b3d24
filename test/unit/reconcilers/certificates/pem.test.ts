import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  certificatesIn,
  commonName,
  hasSigned,
  readCertificate,
} from '../../../../src/reconcilers/certificates/pem.ts';
import { aLeaf, theAuthority } from '../../../support/reconciler-certificates.ts';

describe('readCertificate', () => {
  it('reads the first certificate, each text once', async () => {
    const { certificatePem } = await aLeaf('typha-server');
    expect(readCertificate(certificatePem)?.subject).toBe('CN=typha-server');
    expect(readCertificate(certificatePem)).toBe(readCertificate(certificatePem));
  });

  it('forgets what it has read before it knows too many', async () => {
    const { certificatePem } = await theAuthority();
    const known = readCertificate(certificatePem);
    for (let index = 0; index <= 100; index++) readCertificate(`no certificate ${index}`);
    expect(readCertificate(certificatePem)).not.toBe(known);
  });
});

describe('a certificate whose end is no time', () => {
  it('is as good as none: it would never expire', async () => {
    const { certificatePem } = await theAuthority();
    const broken = withoutEnd(certificatePem);
    expect(new X509Certificate(broken).validTo).toBe('Bad time value');
    expect([readCertificate(broken), certificatesIn(broken)]).toEqual([undefined, []]);
  });
});

/** The certificate with a month 99 in the second of its times, which DER writes as `[YY]YYMMDDhhmmssZ`. */
function withoutEnd(pem: string): string {
  const bytes = new X509Certificate(pem).raw;
  const end = [...bytes.toString('latin1').matchAll(/\d{12}Z/g)][1]?.index ?? 0;
  bytes.write('99', end + 2, 'latin1');
  return `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64')}\n-----END CERTIFICATE-----\n`;
}

describe('certificatesIn', () => {
  it('leaves out what cannot be read', async () => {
    const broken = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n';
    const { certificatePem } = await theAuthority();
    expect(certificatesIn(`${broken}text\n${certificatePem}`).map(({ pem }) => pem)).toEqual([certificatePem]);
  });
});

describe('hasSigned', () => {
  it('tells an authority from another certificate', async () => {
    const [leaf, authority] = [(await aLeaf('x')).certificatePem, (await theAuthority()).certificatePem].map(
      readCertificate,
    );
    if (leaf === undefined || authority === undefined) throw new Error('unreadable');
    expect([hasSigned(authority, leaf), hasSigned(leaf, leaf)]).toEqual([true, false]);
  });
});

describe('commonName', () => {
  it('finds it among other parts of a name', () => {
    expect([commonName('O=company\nCN=typha'), commonName('O=company')]).toEqual(['typha', '']);
  });
});
