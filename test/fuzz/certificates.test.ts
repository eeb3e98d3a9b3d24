import { beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  describeCertificate,
  findAuthority,
  isUsable,
  issuedByOperator,
  judgeAuthority,
  judgePair,
} from '../../src/reconcilers/certificates/judge.ts';
import { certificatesIn } from '../../src/reconcilers/certificates/pem.ts';
import { exploration } from '../support/exploration.ts';
import { damaged, damagedPem, hostileText, unforeseen } from '../support/hostile-input.ts';
import { selfSigned, type TestCertificate } from '../support/test-certificates.ts';

const now = new Date('2026-01-01T00:00:00Z');

/** All that is asked of a certificate and its key. */
function judge(certificatePem: string, keyPem: string): unknown {
  const existing = { certificatePem, keyPem, issuedByUs: false };
  const expected = { names: ['calico-typha'], authorityPem: certificatePem, now };
  return [
    judgePair(existing, expected),
    judgePair({ ...existing, issuedByUs: true }, expected),
    judgeAuthority(existing, now),
    isUsable(existing, now),
    issuedByOperator(certificatePem),
    certificatesIn(certificatePem).map(({ pem }) => describeCertificate(pem)),
    findAuthority(certificatePem, keyPem),
  ];
}

describe('a hostile certificate', () => {
  let pair: TestCertificate;

  beforeAll(async () => {
    pair = await selfSigned('calico-typha');
  });

  it('is a reason and never an exception, as text', () => {
    const texts = fc.oneof(hostileText, damaged(pair.cert), damaged(pair.key), fc.constant(pair.cert));
    fc.assert(
      fc.property(texts, texts, (cert, key) => expect(unforeseen(() => judge(cert, key))).toBeUndefined()),
      exploration(10_000),
    );
  });

  it('is a reason and never an exception, as one that OpenSSL still reads', () => {
    const certs = fc.oneof(damagedPem(pair.cert), fc.constant(pair.cert));
    const keys = fc.oneof(damagedPem(pair.key), fc.constant(pair.key));
    fc.assert(
      fc.property(certs, keys, (cert, key) => expect(unforeseen(() => judge(cert, key))).toBeUndefined()),
      exploration(10_000),
    );
  });
});
