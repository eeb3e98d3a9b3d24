import type { DaemonSet, Deployment } from '../../crds/generated/core.gen.ts';

/** Health of one workload, as its own status tells. */
export interface WorkloadHealth {
  /** `namespace/name`. */
  readonly name: string;
  readonly kind: 'DaemonSet' | 'Deployment';
  readonly verdict: 'healthy' | 'progressing';
  /** What is awaited, for people; empty when healthy. */
  readonly progress: string;
  /** It is not there: on its way, unless the pass that should have made it could not. */
  readonly missing?: true;
  /** Shortages that do not make the workload unavailable. */
  readonly warning?: string;
}

/** What a workload must have to count as healthy. */
export interface TrackedWorkload {
  readonly kind: 'DaemonSet' | 'Deployment';
  readonly name: string;
  /** `one`: the service works with a single ready pod, and a shortage is a warning. Default: `all`. */
  readonly needs?: 'all' | 'one';
}

/** Judges a DaemonSet. A missing one is on its way: the pass that found it missing applies it. */
export function daemonSetHealth(tracked: TrackedWorkload, live: DaemonSet | undefined): WorkloadHealth {
  if (live === undefined) return { ...report(tracked, 'is being created'), missing: true };
  if (!isObserved(live)) return report(tracked, 'is about to roll out a change');
  const { desiredNumberScheduled = 0, updatedNumberScheduled = 0, numberAvailable = 0 } = live.status ?? {};
  const counts = { desired: desiredNumberScheduled, updated: updatedNumberScheduled, available: numberAvailable };
  return report(tracked, shortfall(counts, 'nodes'));
}

/**
 * What a DaemonSet lacks on the nodes that are ready, for people; '' where nothing. On `silent` nodes the old pods may never
 * go, and new ones never come.
 */
export function lacksOnReadyNodes(live: DaemonSet, silent: number): string {
  const { numberAvailable = 0, updatedNumberScheduled = 0 } = live.status ?? {};
  const counts = { numberAvailable: numberAvailable + silent, updatedNumberScheduled: updatedNumberScheduled + silent };
  const forgiving = { ...live, status: { ...live.status, ...counts } } as DaemonSet;
  return daemonSetHealth({ kind: 'DaemonSet', name: live.metadata.name }, forgiving).progress;
}

/** Judges a Deployment. One that was scaled to zero on purpose is healthy. */
export function deploymentHealth(tracked: TrackedWorkload, live: Deployment | undefined): WorkloadHealth {
  if (live === undefined) return { ...report(tracked, 'is being created'), missing: true };
  if (!isObserved(live)) return report(tracked, 'is about to roll out a change');
  const { availableReplicas = 0, updatedReplicas = 0 } = live.status ?? {};
  const counts = { desired: live.spec?.replicas ?? 1, updated: updatedReplicas, available: availableReplicas };
  const missing = withRefusal(shortfall(counts, 'pods'), live);
  return serves(tracked, availableReplicas) ? withWarning(report(tracked, ''), missing) : report(tracked, missing);
}

function serves({ needs }: TrackedWorkload, available: number): boolean {
  return needs === 'one' && available > 0;
}

function withWarning(health: WorkloadHealth, warning: string): WorkloadHealth {
  return warning === '' ? health : { ...health, warning };
}

/** Pods that may not even be created, by a quota or by admission, have no other way to tell. */
function withRefusal(missing: string, { status }: Deployment): string {
  const refused = status?.conditions?.find(({ type, status: holds }) => type === 'ReplicaFailure' && holds === 'True');
  if (missing === '' || refused?.message === undefined) return missing;
  // Each attempt has a name of its own.
  return `${missing}: ${refused.message.replace(/^pods "[^"]*" is /, 'pods are ')}`;
}

interface Counts {
  readonly desired: number;
  readonly updated: number;
  readonly available: number;
}

function shortfall({ desired, updated, available }: Counts, of: 'nodes' | 'pods'): string {
  if (updated < desired) return `${updated} of ${desired} ${of} updated`;
  return available < desired ? `${available} of ${desired} ${of} available` : '';
}

/** Whether every node runs the newest template of a DaemonSet and is available. */
export function isRolledOut(live: DaemonSet | undefined): boolean {
  if (live === undefined) return false;
  return daemonSetHealth({ kind: 'DaemonSet', name: live.metadata.name }, live).verdict === 'healthy';
}

/**
 * Whether a Deployment has no pod of an older template any more, and most of the new ones serve. One that finds no node
 * may wait for it: the others do its work.
 */
export function rolledOver(live: Deployment | undefined): { readonly isDone: boolean; readonly left: string } {
  if (live === undefined || !isObserved(live)) return { isDone: false, left: 'it is about to roll out' };
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = live.status ?? {};
  const wanted = live.spec?.replicas ?? 1;
  const old = replicas - updatedReplicas;
  return {
    isDone: old <= 0 && availableReplicas * 2 > wanted,
    left: `${old} old pods are left, ${availableReplicas} of ${wanted} are available`,
  };
}

/** Whether a workload asks for pods of an image; a release is known by its images. */
export function runsImage(live: DaemonSet | Deployment, image: string): boolean {
  return (live.spec?.template.spec?.containers ?? []).some((container) => container.image === image);
}

/** The numbers in a status mean the present template only once its controller has seen it. */
function isObserved({ metadata, status }: DaemonSet | Deployment): boolean {
  return (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0);
}

function report({ kind, name }: TrackedWorkload, progress: string): WorkloadHealth {
  return { kind, name, progress, verdict: progress === '' ? 'healthy' : 'progressing' };
}
