import { describe, expect, it } from '@jest/globals';
import { areFormer, placeHashes, startedWithLabel } from '../../../../src/renderers/shared/former-pods.ts';

const [authority, pair] = ['ns.hash.operator.tigera.io/authority', 'ns.hash.operator.tigera.io/pair'];
const wanted = { [authority]: 'a', [pair]: 'p' };
const [authorityLabel, pairLabel] = [startedWithLabel(authority), startedWithLabel(pair)];
const labels = { [authorityLabel]: 'a', [pairLabel]: 'p' };
const rolling = { onTemplate: wanted, beside: {}, startedWith: {} };
const former = { onTemplate: {}, beside: {}, startedWith: {}, isOurs: false };
const takenOver = { ...former, startedWith: labels, isOurs: true };

describe('hash annotations of pods', () => {
  it('stand on the template of new pods', () => {
    expect(placeHashes(wanted, undefined)).toEqual(rolling);
  });

  it('become labels beside a template of the Go operator, which has none', () => {
    const placed = placeHashes(wanted, former);
    expect(placed).toEqual({ onTemplate: {}, beside: {}, startedWith: labels });
    expect(areFormer(placed)).toBe(true);
  });

  it('become labels as far as a template lacks them; what stands beside it stays', () => {
    const live = { ...former, onTemplate: { [authority]: 'a' }, beside: { [pair]: 'p' } };
    const { isOurs: _, ...same } = live;
    expect(placeHashes(wanted, live)).toEqual({ ...same, startedWith: { [pairLabel]: 'p' } });
  });

  it.each([
    ['ours', takenOver],
    ['the Go operator’s again', { ...takenOver, isOurs: false }],
  ])('stay labels while the Deployment is %s', (_, live) => {
    expect(placeHashes(wanted, live)).toEqual({ onTemplate: {}, beside: {}, startedWith: labels });
  });

  it.each([
    ['one of the labels is no longer right', { ...takenOver, startedWith: { ...labels, [pairLabel]: 'before' } }],
    ['it changed while the Go operator was back', { ...former, startedWith: { ...labels, [pairLabel]: 'before' } }],
    ['an annotation beside the template is no longer right', { ...former, beside: { [pair]: 'before' } }],
    ['one on the template changes', { ...former, onTemplate: { [authority]: 'before' } }],
    ['one goes that the template has', { ...takenOver, onTemplate: { other: 'o' } }],
    ['one is new', { ...takenOver, startedWith: { [authorityLabel]: 'a' } }],
    ['somebody took them off pods of ours', { ...former, isOurs: true }],
  ])('move to the template, and roll the pods, when %s', (_, live) => {
    expect(placeHashes(wanted, live)).toEqual(rolling);
  });

  it('of pods that have them all stay on the template', () => {
    const placed = placeHashes(wanted, { ...former, onTemplate: wanted, isOurs: true });
    expect(placed).toEqual(rolling);
    expect(areFormer(placed)).toBe(false);
  });
});
