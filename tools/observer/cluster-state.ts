import type { KubeObject } from '../../src/k8s/object.ts';
import { subjectOf, type Happening, type History, type ObjectChange, type ResourceName } from './history.ts';

/** `plural.group`, or the plural alone for the core group. */
export function kindOf({ group, plural }: ResourceName): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** `plural.group namespace/name` of a changed object. */
export function subjectOfChange({ resource, object }: ObjectChange): string {
  const { namespace, name } = object.metadata;
  return subjectOf({ resource, namespace, name });
}

/** What was stored at one moment of a history. */
export class ClusterState {
  readonly #kinds = new Map<string, Map<string, KubeObject>>();

  take({ type, resource, object }: ObjectChange): void {
    const kind = kindOf(resource);
    const objects = this.#kinds.get(kind) ?? new Map<string, KubeObject>();
    this.#kinds.set(kind, objects);
    if (type === 'DELETED') objects.delete(keyOf(object.metadata));
    else objects.set(keyOf(object.metadata), object);
  }

  /** All of a kind, named as `kindOf` does. */
  all(kind: string): readonly KubeObject[] {
    return [...(this.#kinds.get(kind)?.values() ?? [])];
  }

  get(kind: string, name: string, namespace?: string): KubeObject | undefined {
    return this.#kinds.get(kind)?.get(keyOf({ name, namespace }));
  }

  /** Every object with the kind that it is stored under. */
  *everything(): Generator<{ readonly kind: string; readonly object: KubeObject }> {
    for (const [kind, objects] of this.#kinds) for (const object of objects.values()) yield { kind, object };
  }
}

/** Goes through a history from its beginning; `state` is what was stored after the happening. */
export function* replay(history: History): Generator<{ readonly happening: Happening; readonly state: ClusterState }> {
  const state = new ClusterState();
  for (const happening of history.all) {
    if (happening.kind === 'object') state.take(happening);
    yield { happening, state };
  }
}

/** The same, for changes of objects only. */
export function* replayChanges(
  history: History,
): Generator<{ readonly change: ObjectChange; readonly state: ClusterState }> {
  for (const { happening, state } of replay(history)) {
    if (happening.kind === 'object') yield { change: happening, state };
  }
}

/** What was stored at the end, or after all that happened until a moment. */
export function stateAt(history: History, at = Infinity): ClusterState {
  const state = new ClusterState();
  for (const change of history.changes) if (change.at <= at) state.take(change);
  return state;
}

function keyOf({ name, namespace }: { readonly name: string; readonly namespace?: string | undefined }): string {
  return `${namespace ?? ''}/${name}`;
}
