import { beforeAll, describe, expect, it } from '@jest/globals';
import type { IssuedPair } from '../../../../src/reconcilers/certificates/issue.ts';
import {
  describeCertificate,
  findAuthority,
  issuedByOperator,
  judgeAuthority,
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
  it.each([0, 400, 794, -1])('is content %i days later', (days) => {
    expect(judge(true, { now: daysLater(days) })).toEqual({ is: 'good' });
  });

  it.each([
    [-1.5, 'it is not valid yet'],
    [794.5, 'it expires in 29 days'],
    [823.5, 'it expires in 0 days'],
    [824, 'it has expired'],
    [2000, 'it has expired'],
  ])('renews it %d days later, because %s', (days, because) => {
    expect(judge(true, { now: daysLater(days) })).toEqual({ is: 'renew', because, when: 'now' });
  });

  it.each<[string, number, boolean, 'now' | 'in turn']>([
    ['in turn, while the one before is known', 0, true, 'in turn'],
    ['at once, where nobody knows the one before', 0, false, 'now'],
    ['at once, in its last days', 811, true, 'now'],
  ])('renews what another authority signed %s', async (_, days, isKnown, when) => {
    const other = await issuer.authority(issuedAt);
    const former = isKnown ? authorityPem : undefined;
    const expected = { authorityPem: other.certificatePem, formerAuthorityPem: former, now: daysLater(days) };
    expect(judge(true, expected)).toEqual({ is: 'renew', because: 'another authority signed it', when });
  });

  it('renews what lacks a name', () => {
    const verdict = judge(true, { names: ['typha-server', 'b', 'a'] });
    expect(verdict).toEqual({ is: 'renew', because: 'it lacks the names b, a', when: 'now' });
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
    [
      5,
      'expired at 2026-01-06T00:00:00Z; replace its certificate and key, or delete the Secret and the operator issues them',
    ],
    [
      -361,
      "is not valid before 2025-01-06T00:00:00Z; set the clock of the operator's node, or replace it if that clock is right",
    ],
  ])('refuses it %i days later', (days, because) => {
    expect(judge(false, { now: daysLater(days) }, own)).toEqual({ is: 'refused', because });
  });
});

describe('judgePair, for what cannot be read', () => {
  it.each([
    [{ certificatePem: '' }, 'holds no readable certificate in PEM'],
    [
      { certificatePem: '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----' },
      'holds no readable certificate in PEM',
    ],
    [{ certificatePem: 'x'.repeat(36_001) }, 'holds a certificate of 36001 bytes, more than the 36000 that are read'],
    [{ keyPem: 'no key' }, 'holds no readable key in PEM'],
  ])('renews ours and refuses that of a user: %#', (pair, because) => {
    expect(judge(true, {}, pair)).toEqual({ is: 'renew', because, when: 'now' });
    expect(judge(false, {}, pair)).toEqual({ is: 'refused', because });
  });
});

it('does not take a key for that of another certificate', async () => {
  const because = 'holds a key that is not that of its certificate';
  expect(judge(false, {}, { keyPem: (await theAuthority()).keyPem })).toEqual({ is: 'refused', because });
});

describe('judgeAuthority', () => {
  it.each<[string, boolean, number, Verdict]>([
    ['keeps ours', true, 36_134, { is: 'good' }],
    ['replaces ours a year ahead', true, 36_134.5, { is: 'renew', because: 'it expires in 364 days', when: 'in turn' }],
    ['keeps that of a user to its end', false, 36_498, { is: 'good' }],
  ])('%s', async (_, issuedByUs, days, verdict) => {
    expect(judgeAuthority({ ...(await theAuthority()), issuedByUs }, daysLater(days))).toEqual(verdict);
  });

  it.each([true, false])('issues nothing by a clock that is behind it (ours: %s)', async (issuedByUs) => {
    const verdict = judgeAuthority({ ...(await theAuthority()), issuedByUs }, daysLater(-2));
    expect(verdict).toMatchObject({ is: 'refused', because: expect.stringMatching('set the clock') });
  });

  it('refuses what may not sign', () => {
    const verdict = judgeAuthority({ ...leaf, issuedByUs: false }, issuedAt);
    expect(verdict).toEqual({ is: 'refused', because: 'holds a certificate that may not sign others (no CA:TRUE)' });
  });
});

describe('findAuthority', () => {
  it('finds who signed a certificate, among others and in its own chain', async () => {
    const [alone = ''] = leaf.certificatePem.split(/(?<=-----END CERTIFICATE-----\n)/);
    const other = (await issuer.authority(issuedAt)).certificatePem;
    expect(findAuthority(alone, other)).toBeUndefined();
    expect(findAuthority(alone, other + authorityPem)).toBe(authorityPem);
    expect(findAuthority(leaf.certificatePem)).toBe(authorityPem);
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
      expiry: '2028-04-04T00:00:00Z',
      dnsNames: ['typha-server', '10.0.0.1'],
      ipSans: ['10.0.0.1'],
    });
  });
});
