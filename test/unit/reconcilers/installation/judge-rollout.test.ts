import { describe, expect, it } from '@jest/globals';
import {
  describeRollout,
  judgeRollout,
  Silences,
  type RollingPod,
} from '../../../../src/reconcilers/installation/judge-rollout.ts';
import { aNodeFacts } from '../../../support/node-facts.ts';

const old = (node: string): RollingPod => ({ node, isNew: false, hasBegun: true, ready: true, createdAt: '1' });
const fresh = (node: string, changes: Partial<RollingPod> = {}): RollingPod => ({
  ...old(node),
  isNew: true,
  ...changes,
});
const facts = (...silent: readonly string[]) => ({ silent: new Set(silent), allCounted: true });

describe('judgeRollout', () => {
  it('is done when every pod is new and ready', () => {
    expect(judgeRollout([fresh('a'), fresh('b')], facts())).toMatchObject({ isDone: true, remaining: [] });
    expect(judgeRollout([fresh('a'), old('b')], facts())).toMatchObject({ isDone: false, remaining: ['b'] });
    expect(judgeRollout([fresh('a', { ready: false })], facts()).isDone).toBe(false);
  });

  it('is not done before the counts say so too', () => {
    expect(judgeRollout([fresh('a')], { silent: new Set(), allCounted: false }).isDone).toBe(false);
  });

  it('does not wait for silent nodes', () => {
    const seen = judgeRollout([fresh('a'), old('b')], facts('b'));
    expect(seen).toEqual({ isDone: true, remaining: [], leftOut: ['b'], excused: ['b'] });
  });

  it('excuses no node that was lost after the new pod began', () => {
    const pods = [fresh('a', { ready: false }), fresh('b', { ready: false, hasBegun: false })];
    expect(judgeRollout(pods, facts('a', 'b')).excused).toEqual(['b']);
  });

  it('takes a node with an old and a new pod for an old one', () => {
    expect(judgeRollout([fresh('a'), old('a')], facts()).remaining).toEqual(['a']);
  });

  it('names the node first whose new pod takes longest', () => {
    const pods = [old('a'), fresh('b', { ready: false, createdAt: '3' }), fresh('c', { ready: false, createdAt: '2' })];
    expect(judgeRollout(pods, facts()).remaining).toEqual(['c', 'b', 'a']);
  });
});

describe('describeRollout', () => {
  it('tells how many are left, the slowest, and who is not waited for', () => {
    const remaining = ['a', 'b', 'c', 'd'];
    const seen = { isDone: false, remaining, leftOut: ['x'], excused: [] };
    expect(describeRollout(seen, 9)).toBe(
      '4 of 9 nodes to go, slowest a, b, c and 1 more; not waited for, because they are not ready: x',
    );
  });
});

describe('Silences', () => {
  it('count from when a node was first seen silent, and end when it is heard', () => {
    const silences = new Silences();
    const [lost, back] = [aNodeFacts({ name: 'a', ready: false }), aNodeFacts({ name: 'a' })];
    expect(silences.look([lost], { now: 1000, graceMs: 100 })).toEqual({ silent: new Set(), againAfterMs: 100 });
    expect(silences.look([lost], { now: 1100, graceMs: 100 })).toEqual({ silent: new Set(['a']) });
    expect(silences.look([back], { now: 1200, graceMs: 100 }).silent.size).toBe(0);
    expect(silences.look([lost], { now: 1300, graceMs: 100 }).silent.size).toBe(0);
  });
});
