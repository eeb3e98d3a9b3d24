import { Degraded } from '../crds/status/degraded.ts';
import type { Condition } from '../crds/status/conditions.ts';
import { isOutage, messageOf } from '../k8s/errors.ts';
import type { KubeObject } from '../k8s/object.ts';
import { secondTime } from '../k8s/time.ts';
import { lostARace } from './apply/apply-object.ts';
import { Race } from './apply/race.ts';
import type { ReconcileContext } from './context.ts';
import { activeNamespace, isActiveOperator } from './installation/active-operator.ts';
import { foldConditions, type PassOutcome, type PassProblem, type Situation } from './status/fold-conditions.ts';
import {
  ensureTigeraStatus,
  publishTigeraStatus,
  removeTigeraStatus,
  storedConditions,
  type Publication,
} from './status/publish-tigera-status.ts';
import { transitionsOf } from './status/transitions.ts';
import { StalledPods } from './status/stalled-pods.ts';
import type { WorkloadHealth } from './status/workload-health.ts';

/** What one pass leaves: sentences for the status, and when to look again. */
export interface PassResult {
  /** Things on their way, such as a component that is held back. */
  readonly waits?: readonly string[];
  /** Things that work but deserve attention. */
  readonly warnings?: readonly string[];
  /** What is about to break, or does not get done, though the pass did all it could. */
  readonly problem?: PassProblem;
  readonly againAfterMs?: number;
}

/** A component with a TigeraStatus of its own. */
export interface ReportedComponent {
  /** Name of the TigeraStatus. */
  readonly status: string;
  /** The object that asks for the component; undefined removes the status. */
  subject(ctx: ReconcileContext): KubeObject | undefined;
  /** One pass. Throws `Degraded` when it cannot go on. */
  pass(ctx: ReconcileContext): Promise<PassResult>;
  /** Workloads that decide whether the component is available. */
  workloads(ctx: ReconcileContext): readonly WorkloadHealth[];
  /** Told after the conditions are written. */
  published?(ctx: ReconcileContext, publication: Publication, pass: PassOutcome): Promise<void>;
}

/** How long something may be waited for before waiting counts as a problem. */
const waitGraceMs = 30_000;
/** A pass without news, for facts that no watch covers: files, and time itself. */
const backstopMs = 5 * 60_000;

/**
 * The one place where an error becomes a condition. Wraps the pass of a component: whatever the pass ends with, the
 * health of the component is judged and published, in one write, and only when it changed.
 */
export function reporting(
  component: ReportedComponent,
): (ctx: ReconcileContext) => Promise<{ requeueAfterMs?: number }> {
  const reporter = new Reporter(component);
  return (ctx) => reporter.reconcile(ctx);
}

type Ended =
  | { readonly outcome: PassOutcome; readonly againAfterMs?: number; readonly rethrow?: unknown }
  | { readonly outcome: 'race'; readonly rethrow: unknown };

class Reporter {
  readonly #component: ReportedComponent;
  readonly #stalled = new StalledPods();
  #waiting: { readonly message: string; readonly since: number; readonly wall: Date } | undefined;
  /** Which incarnation of the subject, and which generation of it, the last successful pass has carried out. */
  #settled: Pick<KubeObject['metadata'], 'uid' | 'generation'> = {};
  #standsBy = false;
  /** Warnings of the last pass. */
  #warned: ReadonlySet<string> = new Set();

  constructor(component: ReportedComponent) {
    this.#component = component;
  }

  async reconcile(ctx: ReconcileContext): Promise<{ requeueAfterMs?: number }> {
    if (!isActiveOperator(ctx)) {
      this.#standBy(ctx);
      return {};
    }
    this.#standsBy = false;
    const subject = this.#component.subject(ctx);
    if (subject === undefined) {
      await removeTigeraStatus(ctx, this.#component.status);
      return {};
    }
    await ensureTigeraStatus(ctx, this.#component.status);
    const ended = await this.#run(ctx, subject);
    if (ended.outcome === 'race') throw ended.rethrow;
    const againAfterMs = await this.#publish(ctx, subject, ended.outcome);
    if (ended.rethrow !== undefined) throw ended.rethrow;
    return { requeueAfterMs: Math.min(backstopMs, ended.againAfterMs ?? backstopMs, againAfterMs ?? backstopMs) };
  }

  /** Said once: whoever edits the ConfigMap has to see that it was heard. All components of one object say the same. */
  #standBy(ctx: ReconcileContext): void {
    if (this.#standsBy) return;
    this.#standsBy = true;
    const active = activeNamespace(ctx);
    ctx.log.info({ status: this.#component.status, active }, 'Another operator is active; this one stands by');
    const regarding = this.#component.subject(ctx);
    if (regarding === undefined) return;
    const note = `The operator in namespace ${ctx.settings.operator.namespace} stands by: ConfigMap calico-system/active-operator names ${active}`;
    ctx.events.record({ regarding, type: 'Normal', reason: 'StandingBy', action: 'HandOver', note });
  }

  async #run(ctx: ReconcileContext, subject: KubeObject): Promise<Ended> {
    try {
      const { waits = [], warnings = [], problem, againAfterMs } = await this.#component.pass(ctx);
      this.#waiting = undefined;
      this.#settled = subject.metadata;
      const outcome = { ended: 'done', waits, warnings, ...(problem && { problem }) } as const;
      return againAfterMs === undefined ? { outcome } : { outcome, againAfterMs };
    } catch (error) {
      if (error instanceof Race || lostARace(error)) return { outcome: 'race', rethrow: error };
      return this.#failed(ctx, error);
    }
  }

  #failed(ctx: ReconcileContext, error: unknown): Ended {
    if (!(error instanceof Degraded)) {
      return { outcome: { ended: 'failed', ...problemOf(error) }, rethrow: error };
    }
    const { reason, retry } = error;
    if (retry === 'backoff') return { outcome: { ended: 'failed', reason, message: error.message }, rethrow: error };
    if (retry !== 'on-watch') {
      return { outcome: { ended: 'failed', reason, message: error.message }, againAfterMs: retry.afterSeconds * 1000 };
    }
    return this.#waits(ctx, error);
  }

  /** A wait is progress at first, and a problem when it lasts. */
  #waits(ctx: ReconcileContext, { reason, message }: Degraded): Ended {
    const now = ctx.clock.monotonic();
    if (this.#waiting?.message !== message) this.#waiting = { message, since: now, wall: ctx.clock.wall() };
    const left = this.#waiting.since + waitGraceMs - now;
    if (left > 0) return { outcome: { ended: 'waiting', reason, message }, againAfterMs: left };
    const since = secondTime(this.#waiting.wall);
    return { outcome: { ended: 'failed', reason, message: `${message} (since ${since})` } };
  }

  async #publish(ctx: ReconcileContext, subject: KubeObject, outcome: PassOutcome): Promise<number | undefined> {
    const { status } = this.#component;
    const workloads = this.#component.workloads(ctx);
    const { failures, slowest, againAfterMs } = await this.#stalled.look(ctx, workloads);
    const stored = storedConditions(ctx, status);
    const situation: Situation = {
      outcome,
      workloads,
      podFailures: failures,
      slowest,
      wasAvailable: isTrue(stored, 'Available'),
    };
    const settled = this.#settledGeneration(subject, stored);
    const publication = await publishTigeraStatus(ctx, status, foldConditions(situation), (type) =>
      type === 'Available' ? settled : subject.metadata.generation,
    );
    this.#tell(ctx, subject, publication);
    if (outcome.ended === 'done') this.#warn(ctx, subject, publication.before, outcome.warnings);
    await this.#component.published?.(ctx, publication, outcome);
    return earliest(againAfterMs, publication.laterMs);
  }

  /** The generation that is in effect. Another incarnation of the subject counts from 1 again. */
  #settledGeneration({ metadata }: KubeObject, stored: readonly Condition[]): number | undefined {
    if (this.#settled.uid === metadata.uid) return this.#settled.generation;
    const said = generationOf(stored, 'Available') ?? 0;
    return said > 0 && said <= (metadata.generation ?? 0) ? said : undefined;
  }

  /** Events stand at the object that the user edits. */
  #tell(ctx: ReconcileContext, regarding: KubeObject, { before, after }: Publication): void {
    for (const { severity, reason, note } of transitionsOf(before, after)) {
      const about = `${this.#component.status}: ${note}`;
      ctx.events.record({ regarding, type: severity, reason, action: 'Reconcile', note: about });
    }
  }

  /** Tells what was not said before, by this process or, where the status still has it, by an earlier one. */
  #warn(ctx: ReconcileContext, regarding: KubeObject, before: readonly Condition[], warnings: readonly string[]): void {
    const said = before.find(({ type }) => type === 'Available')?.message ?? '';
    const news = warnings.filter((warning) => !this.#warned.has(warning) && !said.includes(warning));
    this.#warned = new Set(warnings);
    for (const warning of news) {
      const note = `${this.#component.status}: ${warning}`;
      ctx.events.record({ regarding, type: 'Warning', reason: 'ConfigurationWarning', action: 'Reconcile', note });
    }
  }
}

/** An error that the pass did not foresee: the API server in trouble, or a defect. */
function problemOf(error: unknown): PassProblem {
  if (isOutage(error)) {
    const reason = readVerbs.has(error.verb) ? 'ResourceReadError' : 'ResourceUpdateError';
    return { reason, message: `The API server did not do what it was asked; it will be asked again: ${error.message}` };
  }
  const message = `The operator failed in a way nobody foresaw: ${messageOf(error)}. Its log has the details.`;
  return { reason: 'InternalServerError', message };
}

const readVerbs: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

function isTrue(conditions: readonly Condition[], type: string): boolean {
  return conditions.some((condition) => condition.type === type && condition.status === 'True');
}

function generationOf(conditions: readonly Condition[], type: string): number | undefined {
  return conditions.find((condition) => condition.type === type)?.observedGeneration;
}

function earliest(...delays: readonly (number | undefined)[]): number | undefined {
  const given = delays.filter((delay) => delay !== undefined);
  return given.length === 0 ? undefined : Math.min(...given);
}
