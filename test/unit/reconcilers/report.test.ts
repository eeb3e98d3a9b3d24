import { describe, expect, it } from '@jest/globals';
import type { Condition } from '../../../src/crds/status/conditions.ts';
import { Degraded } from '../../../src/crds/status/degraded.ts';
import type { KubeObject } from '../../../src/k8s/object.ts';
import type { ReconcileContext } from '../../../src/reconcilers/context.ts';
import { Race } from '../../../src/reconcilers/apply/race.ts';
import { reporting, type PassResult, type ReportedComponent } from '../../../src/reconcilers/report.ts';
import type { PassOutcome } from '../../../src/reconcilers/status/fold-conditions.ts';
import { storedConditions, type Publication } from '../../../src/reconcilers/status/publish-tigera-status.ts';
import type { WorkloadHealth } from '../../../src/reconcilers/status/workload-health.ts';
import { aContext, desiredConfigMap, type TestContext } from '../../support/reconcile-context.ts';

const meta = { name: 'default', uid: 'uid-1', generation: 4 };
const minutes5 = 5 * 60_000;

/** A component that a test steers: each pass does what `pass` says at that time. */
class Steered implements ReportedComponent {
  readonly status = 'calico';
  readonly ctx: TestContext = aContext();
  readonly #reconcile = reporting(this);
  generation: number | undefined = 4;
  ends: PassResult | Error = {};
  health: readonly WorkloadHealth[] = [];
  outcomes: string[] = [];

  subject(): KubeObject | undefined {
    const { generation } = this;
    const metadata = generation === undefined ? meta : { ...meta, generation };
    return generation === undefined
      ? undefined
      : { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', metadata };
  }

  pass(): Promise<PassResult> {
    return this.ends instanceof Error ? Promise.reject(this.ends) : Promise.resolve(this.ends);
  }

  workloads(): readonly WorkloadHealth[] {
    return this.health;
  }

  published(_ctx: ReconcileContext, _publication: Publication, { ended }: PassOutcome): Promise<void> {
    this.outcomes.push(ended);
    return Promise.resolve();
  }

  runs(ends: PassResult | Error = {}): Promise<{ requeueAfterMs?: number }> {
    this.ends = ends;
    return this.#reconcile(this.ctx);
  }

  says(type: string): Condition | undefined {
    return storedConditions(this.ctx, 'calico').find((condition) => condition.type === type);
  }
}

const wait = new Degraded('ResourceNotFound', 'waiting for pools', { retry: 'on-watch' });

describe('reporting', () => {
  it('publishes that all is well, and looks again after five minutes', async () => {
    const component = new Steered();
    expect(await component.runs()).toEqual({ requeueAfterMs: minutes5 });
    expect(component.says('Available')).toMatchObject({ status: 'True', observedGeneration: 4 });
    expect(component.outcomes).toEqual(['done']);
  });

  it('is degraded by what a pass cannot mend, and has carried out the edit all the same', async () => {
    const component = new Steered();
    await component.runs({ problem: { reason: 'CertificateError', message: 'it ends soon' } });
    expect(component.says('Degraded')).toMatchObject({
      status: 'True',
      reason: 'CertificateError',
      message: 'it ends soon',
    });
    expect(component.says('Available')).toMatchObject({ status: 'True', observedGeneration: 4 });
  });

  it('looks again when the pass asks for it', async () => {
    expect(await new Steered().runs({ againAfterMs: 1000 })).toEqual({ requeueAfterMs: 1000 });
  });

  it('has the object there before the first pass begins', async () => {
    const component = new Steered();
    await expect(component.runs(new Race('others were faster'))).rejects.toThrow(Race);
    expect(component.ctx.api.asked).toEqual(['apply TigeraStatus calico']);
  });

  it('takes the status away with the object that asks for the component', async () => {
    const component = new Steered();
    await component.runs();
    component.generation = undefined;
    expect(await component.runs()).toEqual({});
    expect(component.ctx.api.live('TigeraStatus', 'calico')).toBeUndefined();
  });

  it('keeps the generation of the last good pass while an edit is refused', async () => {
    const component = new Steered();
    await component.runs();
    component.generation = 5;
    await component.runs(new Degraded('InvalidConfigurationError', 'not so', { retry: { afterSeconds: 300 } }));
    expect(component.says('Available')).toMatchObject({ status: 'True', observedGeneration: 4 });
    expect(component.says('Degraded')).toMatchObject({ status: 'True', observedGeneration: 5, message: 'not so' });
  });

  it('keeps that generation over a restart', async () => {
    const [before, after] = [new Steered(), new Steered()];
    await before.runs();
    after.ctx.holds(before.ctx.api.live('TigeraStatus', 'calico') ?? before.ctx.api.has(wellKnown));
    after.generation = 5;
    await after.runs(new Degraded('InvalidConfigurationError', 'not so', { retry: { afterSeconds: 300 } }));
    expect(after.says('Available')).toMatchObject({ status: 'True', observedGeneration: 4 });
  });
});

const wellKnown: KubeObject = {
  apiVersion: 'operator.tigera.io/v1',
  kind: 'TigeraStatus',
  metadata: { name: 'calico' },
};

describe('reporting, when a pass fails', () => {
  it('says so, and lets the framework try again with growing delays', async () => {
    const component = new Steered();
    await expect(component.runs(new Degraded('ResourceUpdateError', 'not you'))).rejects.toThrow('not you');
    expect(component.says('Degraded')).toMatchObject({ reason: 'ResourceUpdateError', message: 'not you' });
  });

  it('tries again after the time that the error names', async () => {
    const error = new Degraded('ResourceReadError', 'no', { retry: { afterSeconds: 30 } });
    expect(await new Steered().runs(error)).toEqual({ requeueAfterMs: 30_000 });
  });

  it('calls an unknown error a defect of the operator', async () => {
    const component = new Steered();
    await expect(component.runs(new TypeError('undefined is no function'))).rejects.toThrow(TypeError);
    expect(component.says('Degraded')).toMatchObject({
      reason: 'InternalServerError',
      message: expect.stringContaining('undefined is no function'),
    });
  });

  it('publishes nothing when others were faster', async () => {
    const component = new Steered();
    await component.runs();
    const asked = component.ctx.api.asked.length;
    await expect(component.runs(new Race('others were faster'))).rejects.toThrow(Race);
    expect(component.ctx.api.asked).toHaveLength(asked);
  });
});

describe('reporting, when a pass waits', () => {
  it('is progress for thirty seconds, then a problem that says since when', async () => {
    const component = new Steered();
    expect(await component.runs(wait)).toEqual({ requeueAfterMs: 30_000 });
    expect(component.says('Degraded')?.status).toBe('False');
    expect(component.says('Progressing')).toMatchObject({ status: 'True', message: 'waiting for pools' });
    await component.ctx.clock.advance(30_000);
    expect(await component.runs(wait)).toEqual({ requeueAfterMs: minutes5 });
    expect(component.says('Degraded')?.message).toBe('waiting for pools (since 2026-01-01T00:00:00Z)');
  });

  it('begins anew for another wait, and after a good pass', async () => {
    const component = new Steered();
    await component.runs(wait);
    await component.ctx.clock.advance(20_000);
    const other = new Degraded('ResourceNotFound', 'waiting for the tier', { retry: 'on-watch' });
    expect(await component.runs(other)).toEqual({ requeueAfterMs: 30_000 });
    await component.runs();
    await component.ctx.clock.advance(20_000);
    expect(await component.runs(other)).toEqual({ requeueAfterMs: 30_000 });
  });
});

describe('reporting, on transitions', () => {
  it('tells a warning in an Event when it appears, and not again', async () => {
    const component = new Steered();
    await component.runs({ warnings: ['CAL-101 the pool is in the way'] });
    await component.runs({ warnings: ['CAL-101 the pool is in the way'] });
    const warned = component.ctx.happenings.filter(({ reason }) => reason === 'ConfigurationWarning');
    expect(warned.map(({ note }) => note)).toEqual(['calico: CAL-101 the pool is in the way']);
  });

  it('does not repeat a warning that an earlier process has told', async () => {
    const [component, successor] = [new Steered(), new Steered()];
    await component.runs({ warnings: ['CAL-101 the pool is in the way'] });
    const live = component.ctx.cluster.tigeraStatuses.get('calico');
    if (live !== undefined) successor.ctx.holds(live);
    await successor.runs({ warnings: ['CAL-101 the pool is in the way'] });
    expect(successor.ctx.happenings).toEqual([]);
  });

  it('tells Events at the object that the user edits, once', async () => {
    const component = new Steered();
    await component.runs();
    await component.runs();
    expect(component.ctx.happenings).toMatchObject([
      {
        regarding: { kind: 'Installation' },
        type: 'Normal',
        reason: 'Available',
        note: 'calico: All objects available',
      },
    ]);
  });

  it('looks again soon while a workload rolls', async () => {
    const component = new Steered();
    component.health = [{ kind: 'DaemonSet', name: 'calico-node', verdict: 'progressing', progress: '1 of 3' }];
    expect(await component.runs()).toEqual({ requeueAfterMs: 20_000 });
    expect(component.says('Available')?.status).toBe('False');
  });
});

const claims = (namespace: string) => desiredConfigMap('active-operator', { 'active-namespace': namespace });

describe('a component whose operator is not the active one', () => {
  it('does nothing, and says so once', async () => {
    const component = new Steered();
    component.ctx.holds(claims('other'));
    for (let time = 0; time < 3; time++) expect(await component.runs()).toEqual({});
    expect(component.outcomes).toEqual([]);
    expect(component.ctx.happenings).toEqual([
      expect.objectContaining({ reason: 'StandingBy', note: expect.stringContaining('active-operator names other') }),
    ]);
  });

  it('goes on when it is named, and says it again when it is not', async () => {
    const component = new Steered();
    component.ctx.holds(claims('other'));
    await component.runs();
    component.ctx.holds(claims('tigera-operator'));
    await component.runs();
    expect(component.outcomes).toEqual(['done']);
    component.ctx.holds(claims('other'));
    await component.runs();
    expect(component.ctx.happenings.filter(({ reason }) => reason === 'StandingBy').length).toBe(2);
  });
});
