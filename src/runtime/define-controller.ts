import type { Informer, InformerEvent } from '../k8s/informer.ts';
import { keyOf, type KubeObject } from '../k8s/object.ts';

/** How one pass ended. `requeueAfterMs` asks for another pass, without counting as a failure. */
export interface Outcome {
  readonly requeueAfterMs?: number;
}

/** One pass for one key. A rejection counts as a failure and is tried again with growing delays. */
export type Reconcile = (key: string, signal: AbortSignal) => Promise<Outcome>;

/** Whether an event is worth a pass. */
export type Predicate<P> = (event: InformerEvent<P>) => boolean;

/** Keys that an event concerns. */
export type Mapper<P> = (object: P) => readonly string[];

/** What wakes a controller. Events are hints only: a pass looks at the whole state (level-triggered). */
export interface Source {
  /** Complete before the controller starts; absent for what is watched later or not at all. */
  readonly informer?: Informer<unknown>;
  /** Calls `enqueue` with the keys that an event concerns. Returns how to end that. */
  subscribe(enqueue: (key: string) => void): () => void;
}

export interface ControllerDefinition {
  /** Unique; log field and metric label. */
  readonly name: string;
  readonly sources: readonly Source[];
  readonly reconcile: Reconcile;
  /** Keys are worked on in parallel up to this number; one key never. Default: 1. */
  readonly workers?: number;
  /** Least time between two passes of one key, so that a burst of events is one pass. Default: none. */
  readonly restMs?: number;
  /** Keys to start with, for controllers that act without any object. */
  readonly initialKeys?: readonly string[];
}

/** Declares a controller: what wakes it and what it does. The framework owns queue, retries, backoff and metrics. */
export function defineController(definition: ControllerDefinition): ControllerDefinition {
  return definition;
}

interface SourceOptions<P> {
  readonly when?: Predicate<P>;
}

/** The objects the controller is for: their key is the work item. */
export function forEach<P extends KubeObject>(informer: Informer<P>, options: SourceOptions<P> = {}): Source {
  return source(informer, ({ metadata }) => [keyOf(metadata)], options);
}

/** Objects that the controller owns: the key is the name of the controlling owner of `ownerKind`. */
export function owns<P extends KubeObject>(
  informer: Informer<P>,
  ownerKind: string,
  options: SourceOptions<P> = {},
): Source {
  const owner: Mapper<P> = ({ metadata }) =>
    (metadata.ownerReferences ?? []).flatMap(({ kind, name, controller }) =>
      kind === ownerKind && controller === true ? [name] : [],
    );
  return source(informer, owner, options);
}

/** Any other objects, with the keys they concern. */
export function watches<P>(informer: Informer<P>, keys: Mapper<P>, options: SourceOptions<P> = {}): Source {
  return source(informer, keys, options);
}

/** Spec, labels and annotations as a predicate: changes of status alone are no news. */
export const generationChanged: Predicate<KubeObject> = (event) =>
  event.type !== 'update' || event.old.metadata.generation !== event.object.metadata.generation;

/** Objects of these names only. */
export function named(...names: readonly string[]): Predicate<KubeObject> {
  return ({ object }) => names.includes(object.metadata.name);
}

function source<P>(informer: Informer<P>, keys: Mapper<P>, { when }: SourceOptions<P>): Source {
  return {
    ...(!informer.mayBeAbsent && { informer }),
    subscribe: (enqueue) =>
      informer.subscribe((event) => {
        if (when !== undefined && !when(event)) return;
        for (const key of keys(event.object)) enqueue(key);
        if (event.type === 'update') for (const key of keys(event.old)) enqueue(key);
      }),
  };
}
