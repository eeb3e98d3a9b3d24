import { describe, expect, it } from '@jest/globals';
import type { DaemonSet, Pod } from '../../../../src/crds/generated/core.gen.ts';
import type { Installation } from '../../../../src/crds/installation/spec.ts';
import {
  isCompleteBeside,
  lostNodesOf,
  RolloutWatch,
  type NodeRollout,
} from '../../../../src/reconcilers/installation/node-rollout.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import { aNodeFacts } from '../../../support/node-facts.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';
import { aDaemonSet, aDeployment, aPod } from '../../../support/workloads.ts';

const runs = (calicoVersion?: string): Installation => ({
  apiVersion: 'operator.tigera.io/v1',
  kind: 'Installation',
  metadata: { name: 'default' },
  spec: {},
  ...(calicoVersion !== undefined && { status: { calicoVersion } }),
});

const rolling = { updatedNumberScheduled: 2, numberAvailable: 2 };
const image = (tag: string) => [{ name: 'calico-node', image: `calico/node:${tag}` }];

function daemonSet(status: Partial<NonNullable<DaemonSet['status']>>): DaemonSet {
  const live = aDaemonSet('calico-node', status);
  return { ...live, spec: { selector: {}, template: { spec: { containers: image('new') } } } };
}

function podOn(number: number, tag: string): Pod {
  const ready: Pod['status'] = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
  return { ...aPod(number, ready), spec: { nodeName: `node-${number}`, containers: image(tag) } };
}

/** Three nodes, of which the last runs the old release. */
function aCluster(isLastReady: boolean): TestContext {
  const ctx = aContext();
  ctx.holds(daemonSet(rolling), podOn(0, 'new'), podOn(1, 'new'), podOn(2, 'old'));
  ctx.shown.view('nodes').put('node-2', aNodeFacts({ name: 'node-2', ready: isLastReady }));
  return ctx;
}

describe('RolloutWatch', () => {
  it('asks for no pod where counts tell all', async () => {
    const ctx = aContext();
    ctx.holds(daemonSet({}));
    expect(await new RolloutWatch().look(ctx, runs('v3.31.0'))).toMatchObject({ isDone: true, nodes: 3 });
    expect(await new RolloutWatch().look(aCluster(false), runs('v3.32.1'))).toMatchObject({ isDone: true });
    expect(await new RolloutWatch().look(aCluster(true), runs())).toMatchObject({ isDone: false, remaining: [] });
    expect(ctx.api.asked).toEqual([]);
  });

  it('names the nodes that are left, and asks for pods now and then only', async () => {
    const ctx = aCluster(true);
    const watch = new RolloutWatch();
    for (let time = 0; time < 3; time++) await watch.look(ctx, runs('v3.31.0'));
    expect(watch.last).toMatchObject({ isDone: false, remaining: ['node-2'], againAfterMs: 5000 });
    expect(ctx.api.asked.length).toBe(1);
  });

  it('names them also where an earlier release was never complete, so that the status has no version', async () => {
    const ctx = aCluster(true);
    const containers = [{ name: 'calico-typha', image: 'calico/typha:v3.31.0' }];
    ctx.holds(withContent(aDeployment('calico-typha', 1), { spec: { template: { spec: { containers } } } }));
    expect(await new RolloutWatch().look(ctx, runs())).toMatchObject({ isDone: false, remaining: ['node-2'] });
  });

  it('gives a node that is not heard a minute before the others go on without it', async () => {
    const ctx = aCluster(false);
    const watch = new RolloutWatch();
    expect(await watch.look(ctx, runs('v3.31.0'))).toMatchObject({ isDone: false, leftOut: [] });
    await ctx.clock.advance(60_000);
    expect(await watch.look(ctx, runs('v3.31.0'))).toMatchObject({ isDone: true, leftOut: ['node-2'] });
    expect(await watch.look(ctx, runs('v3.31.0'))).toMatchObject({ isDone: false });
  });
});

describe('RolloutWatch, beside lost nodes', () => {
  it('enlarges the budget of Linux nodes by lost nodes of theirs only', async () => {
    const ctx = aCluster(false);
    ctx.holds(aDaemonSet('calico-node-windows', { desiredNumberScheduled: 7 }));
    for (const name of ['win-0', 'win-1']) {
      ctx.shown.view('nodes').put(name, aNodeFacts({ name, os: 'windows', ready: false }));
    }
    const watch = new RolloutWatch();
    await watch.look(ctx, runs('v3.31.0'));
    await ctx.clock.advance(60_000);
    expect(await watch.look(ctx, runs('v3.31.0'))).toMatchObject({ nodes: 10, lost: { count: 1, of: 3 } });
  });
});

const seen = (excused: number, nodes: number): NodeRollout => {
  const names = Array.from({ length: excused }, (_, index) => `node-${index}`);
  return { isDone: true, remaining: [], leftOut: names, excused: names, nodes };
};

describe('lostNodesOf', () => {
  it('counts lost nodes, but not more than a coincidence would take', () => {
    expect(lostNodesOf(0, 30)).toBeUndefined();
    expect(lostNodesOf(5, 10)).toEqual({ count: 5, of: 10 });
    expect(lostNodesOf(6, 10)).toEqual({ count: 5, of: 10 });
    expect(lostNodesOf(40, 300)).toEqual({ count: 30, of: 300 });
  });
});

describe('isCompleteBeside', () => {
  it('takes lost nodes for complete, and no others', () => {
    const csi = aDaemonSet('csi-node-driver', rolling);
    expect(isCompleteBeside(csi, seen(1, 3))).toBe(true);
    expect(isCompleteBeside(csi, seen(0, 3))).toBe(false);
    expect(isCompleteBeside(daemonSet(rolling), { ...seen(1, 3), isDone: false })).toBe(false);
  });
});
