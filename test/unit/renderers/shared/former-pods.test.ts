import { describe, expect, it } from '@jest/globals';
import { areFormer, placeHashes } from '../../../../src/renderers/shared/former-pods.ts';

const wanted = { authority: 'a', pair: 'p' };
const asTheGoOperatorLeftIt = { onTemplate: {}, beside: {}, isOurs: false };

describe('hash annotations of pods', () => {
  it('stand on the template of new pods', () => {
    expect(placeHashes(wanted, undefined)).toEqual({ onTemplate: wanted, beside: {} });
  });

  it('stand beside a template of the Go operator, which has none', () => {
    const placed = placeHashes(wanted, asTheGoOperatorLeftIt);
    expect(placed).toEqual({ onTemplate: {}, beside: wanted });
    expect(areFormer(placed)).toBe(true);
  });

  it('stand beside a template as far as it lacks them', () => {
    const live = { onTemplate: { authority: 'a' }, beside: {}, isOurs: false };
    expect(placeHashes(wanted, live)).toEqual({ onTemplate: { authority: 'a' }, beside: { pair: 'p' } });
  });

  it('stay beside it after the first apply', () => {
    const live = { onTemplate: {}, beside: wanted, isOurs: true };
    expect(placeHashes(wanted, live)).toEqual({ onTemplate: {}, beside: wanted });
  });

  it.each([
    ['one beside it changes', { onTemplate: {}, beside: { authority: 'a', pair: 'before' }, isOurs: true }],
    ['one on it changes', { onTemplate: { authority: 'before' }, beside: { pair: 'p' }, isOurs: true }],
    ['one goes that it has', { onTemplate: { other: 'o' }, beside: wanted, isOurs: true }],
    ['one is new', { onTemplate: {}, beside: { authority: 'a' }, isOurs: true }],
    ['somebody took them off pods of ours', { onTemplate: {}, beside: {}, isOurs: true }],
  ])('move to the template, and roll the pods, when %s', (_, live) => {
    expect(placeHashes(wanted, live)).toEqual({ onTemplate: wanted, beside: {} });
  });

  it('of pods that have them all stay on the template', () => {
    const placed = placeHashes(wanted, { onTemplate: wanted, beside: {}, isOurs: true });
    expect(placed).toEqual({ onTemplate: wanted, beside: {} });
    expect(areFormer(placed)).toBe(false);
  });
});
