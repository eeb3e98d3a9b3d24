import { beforeAll, describe, expect, it } from '@jest/globals';
import type { IssuedPair } from '../../../../src/reconcilers/certificates/issue.ts';
import {
  describeCertificate,
  issuedByOperator,
  judgePair,
  type Expectation,
  type Verdict,
} from '../../../../src/reconcilers/certificates/judge.ts';
import {
  aLeaf,
  aUsersPair,
  daysLater,
  issuedAt,
  issuer,
  theAuthority,
} from '../../../support/reconciler-certificates.ts';

let leaf: IssuedPair;
let authorityPem: string;

beforeAll(async () => {
  authorityPem = (await theAuthority()).certificatePem;
  leaf = await aLeaf('typha-server', '10.0.0.1');
});

function judge(issuedByUs: boolean, expected: Partial<Expectation>, pair: Partial<IssuedPair> = {}): Verdict {
  return judgePair(
    { ...leaf, ...pair, issuedByUs },
    { names: ['typha-server'], authorityPem, now: issuedAt, ...expected },
  );
}

describe('judgePair, for what we issued', () => {
  it.each([0, 400, 795])('is content %i days later', (days) => {
    expect(judge(true, { now: daysLater(days) })).toEqual({ is: 'good' });
  });

  it.each([
    [-1, 'it is not valid yet'],
    [795.5, 'it expires in 29 days'],
    [824.5, 'it expires in 0 days'],
    [825, 'it has expired'],
    [2000, 'it has expired'],
  ])('renews it %d days later, because %s', (days, because) => {
    expect(judge(true, { now: daysLater(days) })).toEqual({ is: 'renew', because });
  });

  it('renews what another authority signed', async () => {
    const other = await issuer.authority(issuedAt);
    const verdict = judge(true, { authorityPem: other.certificatePem });
    expect(verdict).toEqual({ is: 'renew', because: 'another authority signed it' });
  });

  it('renews what lacks a name', () => {
    const verdict = judge(true, { names: ['typha-server', 'b', 'a'] });
    expect(verdict).toEqual({ is: 'renew', because: 'it lacks the names b, a' });
  });
});

describe("judgePair, for a user's own", () => {
  let own: IssuedPair;

  beforeAll(async () => {
    own = await aUsersPair();
  });

  it('keeps it until its last day, whatever its names and its authority', () => {
    expect(judge(false, {}, own)).toEqual({ is: 'good' });
    expect(judge(false, { now: daysLater(4.9) }, own)).toEqual({ is: 'good' });
  });

  it.each([
    [5, 'expired at 2026-01-06T00:00:00Z; replace it'],
    [-361, 'is not valid before 2025-01-06T00:00:00Z'],
  ])('refuses it %i days later', (days, because) => {
    expect(judge(false, { now: daysLater(days) }, own)).toEqual({ is: 'refused', because });
  });
});

describe('judgePair, for what cannot be read', () => {
  const because = 'holds no readable certificate and key in PEM';

  it.each([
    [{ certificatePem: '' }],
    [{ certificatePem: '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----' }],
    [{ keyPem: 'no key' }],
  ])('renews ours and refuses that of a user: %j', (pair) => {
    expect(judge(true, {}, pair)).toEqual({ is: 'renew', because });
    expect(judge(false, {}, pair)).toEqual({ is: 'refused', because });
  });
});

describe('issuedByOperator', () => {
  it('knows the authority of an operator by its name', async () => {
    expect([leaf.certificatePem, authorityPem].map(issuedByOperator)).toEqual([true, true]);
    expect([(await aUsersPair()).certificatePem, 'no certificate'].map(issuedByOperator)).toEqual([false, false]);
  });
});

describe('describeCertificate', () => {
  it('says who issued it, until when it is valid, and for whom', () => {
    expect(describeCertificate(leaf.certificatePem)).toEqual({
      issuer: 'tigera-operator-signer',
      signer: 'tigera-operator-signer',
      expiry: '2028-04-05T00:00:00Z',
      dnsNames: ['typha-server', '10.0.0.1'],
      ipSans: ['10.0.0.1'],
    });
  });
});
