import type { Verdict } from '../../crds/status/conditions.ts';
import type { Reason } from '../../crds/status/reasons.ts';
import type { WorkloadHealth } from './workload-health.ts';

/** What makes a component Degraded, in words for people. */
export interface PassProblem {
  readonly reason: Reason;
  readonly message: string;
}

/** How the last pass of a controller ended. */
export type PassOutcome =
  | {
      readonly ended: 'done';
      readonly waits: readonly string[];
      readonly warnings: readonly string[];
      /** All is done that could be, and still somebody has to act. */
      readonly problem?: PassProblem;
    }
  /** Something that usually comes by itself has not come yet. */
  | ({ readonly ended: 'waiting' } & PassProblem)
  | ({ readonly ended: 'failed' } & PassProblem);

/** All that the health of a component is judged from. */
export interface Situation {
  readonly outcome: PassOutcome;
  readonly workloads: readonly WorkloadHealth[];
  /** Sentences about pods that cannot run. */
  readonly podFailures: readonly string[];
  /** Sentences about the pods that a stalled rollout waits for longest. */
  readonly slowest?: readonly string[];
  /** What was said last; it stands for components without workloads while their input is refused. */
  readonly wasAvailable: boolean;
}

const allAvailable = 'All objects available';

/**
 * The three conditions of a component. Available follows the workloads alone: a rejected edit does not make a running
 * network unavailable, it makes it Degraded. Pure; messages are sorted, so that equal states have equal texts.
 */
export function foldConditions(situation: Situation): Verdict[] {
  const { outcome, podFailures } = situation;
  const progress = progressOf(situation);
  const available = isAvailable(situation);
  const problems = problemsOf(outcome, podFailures);
  if (available && progress.length === 0 && problems === undefined) return goodConditions(situation);
  return [
    available
      ? { type: 'Available', status: 'True', reason: 'AllObjectsAvailable', message: goodMessage(situation) }
      : { type: 'Available', status: 'False', reason: 'Unknown', message: '' },
    progress.length === 0
      ? { type: 'Progressing', status: 'False', reason: 'Unknown', message: '' }
      : { type: 'Progressing', status: 'True', reason: 'ResourceNotReady', message: progress.join('\n') },
    problems === undefined
      ? { type: 'Degraded', status: 'False', reason: 'Unknown', message: '' }
      : { type: 'Degraded', status: 'True', ...problems },
  ];
}

function isAvailable({ outcome, workloads, wasAvailable }: Situation): boolean {
  if (workloads.length > 0) return workloads.every(({ verdict }) => verdict === 'healthy');
  return outcome.ended === 'done' || wasAvailable;
}

/** The good case says the same everywhere; scripts and dashboards look for this text. */
function goodConditions(situation: Situation): Verdict[] {
  const said = { reason: 'AllObjectsAvailable', message: goodMessage(situation) } as const;
  return [
    { type: 'Available', status: 'True', ...said },
    { type: 'Progressing', status: 'False', ...said },
    { type: 'Degraded', status: 'False', ...said },
  ];
}

function goodMessage({ outcome, workloads }: Situation): string {
  const shortages = workloads.flatMap(({ kind, name, warning }) =>
    warning === undefined ? [] : [`${kind} ${name}: ${warning}`],
  );
  const warnings = outcome.ended === 'done' ? outcome.warnings : [];
  return [allAvailable, ...[...warnings, ...shortages].toSorted()].join('; ');
}

function progressOf({ outcome, workloads, slowest = [] }: Situation): string[] {
  // What is not there comes with the pass; one that was stopped brings nothing.
  const coming = workloads.filter(({ missing }) => outcome.ended === 'done' || missing === undefined);
  const rolling = coming.flatMap(({ kind, name, progress }) =>
    progress === '' ? [] : [`${kind} ${name}: ${progress}`],
  );
  const waits = outcome.ended === 'done' ? outcome.waits : outcome.ended === 'waiting' ? [outcome.message] : [];
  return [...waits, ...rolling, ...slowest].toSorted();
}

function problemsOf(outcome: PassOutcome, podFailures: readonly string[]): PassProblem | undefined {
  const pods = podFailures.toSorted();
  const problem = outcome.ended === 'failed' ? outcome : outcome.ended === 'done' ? outcome.problem : undefined;
  if (problem !== undefined) return { reason: problem.reason, message: [problem.message, ...pods].join('\n') };
  return pods.length === 0 ? undefined : { reason: 'PodFailure', message: pods.join('\n') };
}
