import type { Condition } from '../../../src/crds/status/conditions.ts';
import type { KubeObject } from '../../../src/k8s/object.ts';
import { kindOf, replayChanges, type ClusterState } from '../cluster-state.ts';
import type { Facts, Tracked } from '../facts.ts';
import type { ObjectChange } from '../history.ts';
import { listAt, numberAt, valueAt } from '../value-at.ts';
import { invariant } from './invariant.ts';

/**
 * Judged whenever a TigeraStatus is written, with what was true within the time that news may take. How soon a cause that
 * is gone clears is the matter of oracle O6, which knows the causes.
 */
export const statusIsTrue = invariant(
  'I9',
  'Available means that every workload is there and healthy; Degraded has reason and message; transition times move with the status only',
  function* (history, facts) {
    const healthy = new LastHealthy();
    const subjects = new LastSubjects();
    for (const { change, state } of replayChanges(history)) {
      healthy.look(state, change, facts);
      subjects.look(change);
      if (kindOf(change.resource) !== 'tigerastatuses.operator.tigera.io' || change.type === 'DELETED') continue;
      const wrongs = [
        ...untrue(change, healthy, facts),
        ...unsaid(change),
        ...fromTheFuture(change, state, subjects.since(change.at - facts.lagMs)),
        ...moved(change),
      ];
      for (const wrong of wrongs) yield { at: change.at, what: `TigeraStatus ${change.object.metadata.name} ${wrong}` };
    }
  },
);

/** Custom resources that are gone: a status that was on its way may still tell of one. */
class LastSubjects {
  readonly #deletions: ObjectChange[] = [];

  look(change: ObjectChange): void {
    if (change.type === 'DELETED' && change.resource.group === 'operator.tigera.io') this.#deletions.push(change);
  }

  /** Those that have gone since then. */
  since(at: number): readonly ObjectChange[] {
    return this.#deletions.filter((each) => each.at >= at);
  }
}

/** When each tracked workload was last seen healthy, or rightly absent. */
class LastHealthy {
  readonly #at = new Map<Tracked, number>();
  /** Those that were healthy after the last change still are. */
  #now = new Set<Tracked>();

  look(state: ClusterState, { at, resource }: ObjectChange, { trackedWorkloads }: Facts): void {
    for (const tracked of this.#now) this.#at.set(tracked, at);
    if (resource.group !== 'apps' && this.#now.size > 0) return;
    this.#now = new Set(
      Object.values(trackedWorkloads)
        .flat()
        .filter((tracked) => isHealthy(tracked, state)),
    );
    for (const tracked of this.#now) this.#at.set(tracked, at);
  }

  of(tracked: Tracked): number {
    return this.#at.get(tracked) ?? -Infinity;
  }
}

function isHealthy({ kind, namespace, name, needs, optional }: Tracked, state: ClusterState): boolean {
  const live = state.get(kind, name, namespace);
  if (live === undefined) return optional === true;
  const status = (field: string): number => numberAt(live, 'status', field);
  if (status('observedGeneration') < (live.metadata.generation ?? 0)) return false;
  if (kind === 'daemonsets.apps') {
    return Math.min(status('updatedNumberScheduled'), status('numberAvailable')) >= status('desiredNumberScheduled');
  }
  if (needs === 'one') return status('availableReplicas') > 0;
  const replicas = valueAt(live, 'spec', 'replicas') === undefined ? 1 : numberAt(live, 'spec', 'replicas');
  return Math.min(status('updatedReplicas'), status('availableReplicas')) >= replicas;
}

function untrue({ object, at }: ObjectChange, healthy: LastHealthy, { trackedWorkloads, lagMs }: Facts): string[] {
  if (conditionsOf(object).find(({ type }) => type === 'Available')?.status !== 'True') return [];
  const ill = (trackedWorkloads[object.metadata.name] ?? []).filter((tracked) => at - healthy.of(tracked) > lagMs);
  return ill.map(({ namespace, name }) => `says Available, but ${namespace}/${name} is missing or not healthy`);
}

function unsaid({ object }: ObjectChange): string[] {
  const bare = conditionsOf(object).some(
    ({ type, status, reason = '', message = '' }) =>
      type === 'Degraded' && status === 'True' && (reason === '' || message === ''),
  );
  return bare ? ['is Degraded without saying why'] : [];
}

function fromTheFuture({ object }: ObjectChange, state: ClusterState, gone: readonly ObjectChange[]): string[] {
  const kinds = subjectsOf(object.metadata.name);
  const former = gone.filter(({ resource }) => kinds.includes(kindOf(resource))).map((each) => each.object);
  const subjects = [...kinds.flatMap((kind) => state.all(kind)), ...former];
  const generation = subjects.length === 0 ? Infinity : Math.max(...subjects.map(generationOf));
  const ahead = conditionsOf(object).some(({ observedGeneration = 0 }) => observedGeneration > generation);
  return ahead ? ['tells of a generation that there is not yet'] : [];
}

function generationOf({ metadata }: KubeObject): number {
  return metadata.generation ?? Infinity;
}

/** Whose edits a status is about: its custom resource, and the Installation while that takes the rest apart. */
function subjectsOf(status: string): string[] {
  const own = customResources[status];
  return [...(own === undefined ? [] : [`${own}.operator.tigera.io`]), 'installations.operator.tigera.io'];
}

const customResources: Readonly<Record<string, string>> = {
  apiserver: 'apiservers',
  goldmane: 'goldmanes',
  whisker: 'whiskers',
  'management-cluster-connection': 'managementclusterconnections',
};

function moved({ object, before }: ObjectChange): string[] {
  const former = new Map(conditionsOf(before).map((condition) => [condition.type, condition]));
  return conditionsOf(object).flatMap(({ type, status, lastTransitionTime }) => {
    const was = former.get(type);
    if (was === undefined || (was.status === status) === (was.lastTransitionTime === lastTransitionTime)) return [];
    // Two transitions within one second have one time.
    return was.status === status ? [`moved the transition time of ${type}, which stayed ${status}`] : [];
  });
}

function conditionsOf(object: unknown): readonly Condition[] {
  return listAt(object, 'status', 'conditions') as readonly Condition[];
}
