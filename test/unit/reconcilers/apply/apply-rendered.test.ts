import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import { ignoreAnnotation } from '../../../../src/reconcilers/apply/plan.ts';
import { applyRendered, deleteAll } from '../../../../src/reconcilers/apply/apply-rendered.ts';
import { Race } from '../../../../src/reconcilers/apply/race.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import { refusal } from '../../../support/fake-client.ts';
import { aMigration } from '../../../support/migrations.ts';
import { aContext, desiredConfigMap, type TestContext } from '../../../support/reconcile-context.ts';

const namespace: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'calico-system' } };
const present = [desiredConfigMap('a'), desiredConfigMap('b'), namespace];
const policy = { apiVersion: 'projectcalico.org/v3', kind: 'NetworkPolicy', name: 'old', namespace: 'calico-system' };
const tier = { apiVersion: 'projectcalico.org/v3', kind: 'Tier', name: 'old' };

/** What a pass threw. */
function failureOf(pass: Promise<unknown>): Promise<unknown> {
  return pass.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const hold = ({ kind }: KubeObject): string | undefined => (kind === 'ConfigMap' ? 'of a reason' : undefined);

describe('applyRendered, where a webhook alters what is sent', () => {
  const minutes = 60_000;
  const wish = { present: [desiredConfigMap('a')], absent: [] };

  async function altered(): Promise<TestContext> {
    const ctx = aContext();
    ctx.api.alters = (object) => withContent(object, { data: { key: 'altered' } });
    expect(await applyRendered(ctx, wish)).toMatchObject({ written: 1, againAfterMs: 5 * minutes });
    return ctx;
  }

  it('sends it again after five minutes, and rests for as long again', async () => {
    const ctx = await altered();
    await ctx.clock.advance(5 * minutes);
    expect(await applyRendered(ctx, wish)).toMatchObject({ written: 1, againAfterMs: 5 * minutes });
    expect(await applyRendered(ctx, wish)).toMatchObject({ written: 0, againAfterMs: 5 * minutes });
    expect(ctx.api.asked).toHaveLength(2);
  });

  it('says nothing more of it once somebody has taken the object out of our hands', async () => {
    const ctx = await altered();
    const live = ctx.api.live('ConfigMap', 'calico-system/a') as KubeObject;
    const metadata = { ...live.metadata, annotations: { [ignoreAnnotation]: 'true' }, resourceVersion: '900' };
    ctx.shown.wrote({ ...live, metadata });
    await ctx.clock.advance(5 * minutes);
    expect(await applyRendered(ctx, wish)).toEqual({ written: 0, waits: [], warnings: [] });
  });
});

describe('applyRendered', () => {
  it('sends waves in order', async () => {
    const ctx = aContext();
    const report = await applyRendered(ctx, { present, absent: [] });
    expect(report).toEqual({ written: 3, waits: [], warnings: [] });
    expect(ctx.api.asked[0]).toBe('apply Namespace calico-system');
  });

  it('sends nothing where all is as rendered', async () => {
    const ctx = aContext();
    await applyRendered(ctx, { present, absent: [] });
    const before = ctx.api.asked.length;
    expect(await applyRendered(ctx, { present, absent: [] })).toEqual({ written: 0, waits: [], warnings: [] });
    expect(ctx.api.asked).toHaveLength(before);
  });

  it('holds objects back and says why, sorted', async () => {
    const ctx = aContext();
    const { waits } = await applyRendered(ctx, { present: present.toReversed(), absent: [] }, { hold });
    expect(waits).toEqual(['a', 'b'].map((name) => `ConfigMap calico-system/${name} is held back: of a reason`));
    expect(ctx.api.asked).toEqual(['apply Namespace calico-system']);
  });

  it("neither writes nor deletes Calico's data while it is being moved, says so once, and makes the rest", async () => {
    const ctx = aContext();
    ctx.shown.view('migrations').put('v1-to-v3', aMigration({ phase: 'Migrating' }));
    const pools = ['a', 'b'].map((name) => ({ ...policy, kind: 'IPPool', metadata: { name } }));
    const { waits } = await applyRendered(ctx, { present: [...present, ...pools], absent: [tier] });
    expect(waits).toEqual(["Calico's data is not written while DatastoreMigration v1-to-v3 is Migrating"]);
    await deleteAll(ctx, [policy, tier]);
    expect(ctx.api.asked.filter((what) => !/ (?:Namespace|ConfigMap) /.test(what))).toEqual([]);
    expect(ctx.api.asked).toHaveLength(3);
  });

  it('tells what leaves, before it leaves', async () => {
    const ctx = aContext();
    const told: string[][] = [];
    const beforeWave = (wave: readonly KubeObject[]): Promise<void> => {
      told.push([...wave.map(({ metadata }) => metadata.name), `after ${ctx.api.asked.length} requests`]);
      return Promise.resolve();
    };
    await applyRendered(ctx, { present, absent: [] }, { beforeWave });
    expect(told).toEqual([
      ['calico-system', 'after 0 requests'],
      ['a', 'b', 'after 1 requests'],
    ]);
  });

  it('names all objects of a wave that failed, and sends no later wave', async () => {
    const ctx = aContext();
    ctx.api.fails('apply ConfigMap calico-system/b', refusal(403, 'Forbidden', 'not you'));
    ctx.api.fails('apply ConfigMap calico-system/a', refusal(422, 'Invalid', 'not so'));
    const daemonSet = { ...namespace, apiVersion: 'apps/v1', kind: 'DaemonSet' };
    const error = await failureOf(applyRendered(ctx, { present: [...present, daemonSet], absent: [tier] }));
    const text =
      'Could not apply ConfigMap calico-system/a: not so\nCould not apply ConfigMap calico-system/b: not you';
    expect(error).toMatchObject({ name: 'Degraded', reason: 'ResourceUpdateError', message: text });
    expect(ctx.api.asked).toHaveLength(3);
  });

  it('calls it a race where others were faster', async () => {
    const ctx = aContext();
    ctx.api.fails('apply ConfigMap calico-system/a', refusal(409, 'Conflict'));
    expect(await failureOf(applyRendered(ctx, { present, absent: [] }))).toBeInstanceOf(Race);
  });

  it('says what is being deleted, and when to look again', async () => {
    const ctx = aContext();
    await applyRendered(ctx, { present, absent: [] });
    ctx.holds(desiredConfigMap('b', { key: 'theirs' }));
    const deletionTimestamp = '2026-01-01T00:00:00Z';
    ctx.holds({ ...namespace, metadata: { ...namespace.metadata, deletionTimestamp } });
    expect(await applyRendered(ctx, { present, absent: [] })).toEqual({
      written: 0,
      waits: ['Namespace calico-system is being deleted; it will be created again once it is gone'],
      warnings: [],
      againAfterMs: 1000,
    });
  });
});

describe('deleteAll', () => {
  it('deletes one after the other', async () => {
    const ctx = aContext();
    ctx.holds({ ...policy, metadata: { name: 'old', namespace: 'calico-system' } });
    ctx.holds({ ...tier, metadata: { name: 'old' } });
    await deleteAll(ctx, [policy, tier]);
    const deletes = ctx.api.asked.filter((what) => what.startsWith('delete'));
    expect(deletes).toEqual(['delete NetworkPolicy calico-system/old', 'delete Tier old']);
  });

  it('stops at the first that fails, and says which', async () => {
    const ctx = aContext();
    ctx.holds({ ...policy, metadata: { name: 'old', namespace: 'calico-system' } });
    ctx.api.fails('get NetworkPolicy calico-system/old', refusal(403, 'Forbidden', 'not you'));
    const error = await failureOf(deleteAll(ctx, [policy, tier]));
    expect(error).toMatchObject({ message: 'Could not delete NetworkPolicy calico-system/old: not you' });
    expect(ctx.api.asked).toHaveLength(1);
  });
});
