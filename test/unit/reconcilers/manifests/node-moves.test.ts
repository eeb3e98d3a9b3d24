import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { moveBudget, planMoves, type MovingNode } from '../../../../src/reconcilers/manifests/node-moves.ts';

const now = Date.parse('2026-03-01T12:10:00Z');
const waiting = (name: string): MovingNode => ({ name, ready: true, label: 'pre-operator', former: { ready: true } });
const served = (name: string): MovingNode => ({ name, ready: true, label: 'migrated', current: { ready: true } });
const onItsWay = (name: string, seconds: number): MovingNode => ({
  name,
  ready: true,
  label: 'migrated',
  current: { ready: false },
  since: now - seconds * 1000,
});

describe('planMoves', () => {
  it('moves as many nodes as may be without calico-node at a time', () => {
    const nodes = ['c', 'b', 'a'].map(waiting);
    expect(planMoves(nodes, 1, now)).toMatchObject({ move: ['c'], progress: '0 of 3 nodes moved', isComplete: false });
    expect(planMoves(nodes, 2, now).move).toEqual(['b', 'c']);
  });

  it('waits for the node on its way, and says when that will have taken too long', () => {
    const plan = planMoves([onItsWay('a', 10), waiting('b')], 1, now);
    expect(plan).toMatchObject({ move: [], stuck: [], againAfterMs: 50_000 });
  });

  it('names a node that is stuck, and goes on with the others', () => {
    const plan = planMoves([onItsWay('a', 90), waiting('b')], 1, now);
    expect(plan).toMatchObject({ move: ['b'], isHalted: false });
    expect(plan.stuck).toEqual(['a has waited for its calico-node to become ready since 2026-03-01T12:08:30Z']);
  });

  it('stops when more are stuck than one, and one for each ten that made it', () => {
    const stuck = [onItsWay('a', 90), onItsWay('b', 90)];
    expect(planMoves([...stuck, waiting('c')], 1, now)).toMatchObject({ move: [], isHalted: true });
    const many = Array.from({ length: 10 }, (_, index) => served(`n${index}`));
    expect(planMoves([...many, ...stuck, waiting('c')], 1, now)).toMatchObject({ move: ['c'], isHalted: false });
  });

  it('moves a node at once that has no calico-node to lose, and one whose calico-node ails before the others', () => {
    const bare: MovingNode = { name: 'bare', ready: true };
    const ailing: MovingNode = { ...waiting('ailing'), former: { ready: false } };
    expect(planMoves([bare, onItsWay('a', 5), waiting('b')], 1, now).move).toEqual(['bare']);
    expect(planMoves([waiting('a'), ailing], 1, now).move).toEqual(['ailing']);
  });

  it('does not wait for a new node to become ready, which takes a calico-node', () => {
    const joined: MovingNode = { name: 'new', ready: false };
    const plan = planMoves([joined, { ...joined, name: 'newer' }, onItsWay('a', 5), waiting('b')], 1, now);
    expect(plan).toMatchObject({ move: ['new', 'newer'], isComplete: false, stuck: [] });
  });

  it('neither moves nodes that are silent nor waits for a few of them', () => {
    const silent: MovingNode = { ...waiting('dead'), ready: false };
    expect(planMoves([silent, served('a')], 1, now)).toMatchObject({ move: [], isComplete: true });
    const plan = planMoves([silent, { ...silent, name: 'gone' }, served('a')], 1, now);
    expect(plan.isComplete).toBe(false);
    expect(plan.stuck[0]).toBe('dead is not ready, and gets the new calico-node when it is');
  });

  it('never takes a well node while the budget is used up, whatever else there is', () => {
    const node = fc.record({
      ready: fc.boolean(),
      label: fc.constantFrom('pre-operator', 'migrated'),
      former: fc.record({ ready: fc.boolean() }),
      current: fc.record({ ready: fc.boolean() }),
      since: fc.constantFrom(now - 90_000, now - 5_000),
    });
    fc.assert(
      fc.property(fc.array(node, { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), (drawn, budget) => {
        const nodes = drawn.map((each, index) => ({ ...each, name: `n${index}` }));
        const { move } = planMoves(nodes, budget, now);
        const well = nodes.filter(({ name, former }) => move.includes(name) && former.ready).length;
        const fresh = nodes.filter(
          ({ ready, label, current, since }) => ready && label === 'migrated' && !current.ready && since > now - 60_000,
        );
        expect(well === 0 || well + fresh.length <= budget).toBe(true);
      }),
    );
  });
});

describe('moveBudget', () => {
  it('is what the DaemonSet may lack while it rolls, at least one', () => {
    const rows = [
      [undefined, 10],
      [3, 10],
      ['25%', 10],
      ['1%', 10],
      [0, 10],
    ] as const;
    expect(rows.map(([given, nodes]) => moveBudget(given, nodes))).toEqual([1, 3, 3, 1, 1]);
  });
});
