import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { endOf, lastEndOf, Remarks, withRemarks } from '../../../../src/reconcilers/certificates/remarks.ts';
import { aLeaf, daysLater, theAuthority } from '../../../support/reconciler-certificates.ts';

const advice = { code: 'CAL-501', path: 'Secret x/y', message: 'replace it' } as const;
const end = daysLater(100);

function remarksOn(day: number): Remarks {
  const remarks = new Remarks(daysLater(day));
  remarks.endsAt(end, advice);
  return remarks;
}

describe('Remarks, on the end of what only its user can replace', () => {
  const text = 'CAL-501 Secret x/y: ends at 2026-04-11T00:00:00Z; replace it';

  it.each<[number, string[], string[]]>([
    [39.9, [], []],
    [40, [text], []],
    [85.9, [text], []],
    [86, [], [text]],
    [101, [], [text]],
  ])('after %d of 100 days', (day, warnings, problems) => {
    expect(remarksOn(day)).toMatchObject({ warnings, problems });
  });

  it('has nothing to say about what cannot be read', () => {
    const remarks = new Remarks(daysLater(0));
    remarks.endsAt(endOf('no certificate'), advice);
    expect(remarks).toMatchObject({ warnings: [], problems: [] });
  });

  it('goes by the last certificate of a bundle', async () => {
    const [authority, leaf] = [(await theAuthority()).certificatePem, (await aLeaf('x')).certificatePem];
    expect(lastEndOf(leaf + authority)).toEqual(endOf(authority));
    expect(lastEndOf('')).toBeUndefined();
  });

  it('has codes that docs/warnings.md explains', () => {
    const page = readFileSync('docs/warnings.md', 'utf8');
    for (const code of ['CAL-501', 'CAL-502', 'CAL-503']) expect(page).toContain(`| ${code} |`);
  });
});

describe('Remarks, on a renewal that somebody refused', () => {
  it('makes it a problem at once, in the words of who refused', async () => {
    const remarks = new Remarks(daysLater(0));
    remarks.refusedRenewal((await aLeaf('x')).certificatePem, 'x/y', 'admission webhook "w" denied the request');
    expect(remarks.problems).toEqual([
      'Secret x/y cannot be renewed: admission webhook "w" denied the request. Its certificate ends at 2028-04-04T00:00:00Z; let the operator write this Secret',
    ]);
  });
});

describe('withRemarks', () => {
  it('leaves a result as it is where there is nothing to say', () => {
    expect(withRemarks({ waits: ['w'], againAfterMs: 5 }, new Remarks(daysLater(0)))).toEqual({
      waits: ['w'],
      warnings: [],
      againAfterMs: 5,
    });
  });

  it('adds warnings, and makes one problem of all', () => {
    const remarks = remarksOn(50);
    remarks.problems.push('b', 'a', 'b');
    expect(withRemarks({ warnings: ['other'] }, remarks)).toEqual({
      waits: [],
      warnings: ['other', 'CAL-501 Secret x/y: ends at 2026-04-11T00:00:00Z; replace it'],
      problem: { reason: 'CertificateError', message: 'a\nb' },
    });
  });
});
