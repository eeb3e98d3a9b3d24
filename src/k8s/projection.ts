import type { KubeObject } from './object.ts';

/**
 * What an informer keeps of each object: `metadata` (the server sends nothing else), `whole` (to be asked for by name,
 * because it is what fills memory), or a function. A function must be pure and must not keep the object it is given.
 */
export type Projection<T extends KubeObject> = 'metadata' | 'whole' | ((object: T) => unknown);

/** The type of what a projection keeps. */
export type Projected<T extends KubeObject, P extends Projection<T>> = P extends 'metadata'
  ? KubeObject
  : P extends 'whole'
    ? T
    : P extends (object: T) => infer Kept
      ? Kept
      : never;

/** `metadata.managedFields` is often the largest part of an object; only its owners compare against it. */
export type ManagedFields = 'keep' | 'drop';

/** The projection as a function. It may take the object apart: nobody else holds it. */
export function projector<T extends KubeObject, P extends Projection<T>>(
  projection: P,
  managedFields: ManagedFields,
): (object: T) => Projected<T, P> {
  const keep: (object: T) => unknown =
    typeof projection === 'function' ? projection : projection === 'metadata' ? metadataOf : (object) => object;
  return (object) => {
    const lean = managedFields === 'drop' ? withoutManagedFields(object) : object;
    return keep(lean) as Projected<T, P>;
  };
}

function metadataOf({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  return { apiVersion, kind, metadata };
}

function withoutManagedFields<T extends KubeObject>(object: T): T {
  if (object.metadata.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

const MAX_INTERNED = 10_000;
const interned = new Map<string, string>();

/** One copy of equal strings: for projections of thousands of objects that share values, such as labels of nodes. */
export function intern(text: string): string {
  const known = interned.get(text);
  if (known !== undefined) return known;
  if (interned.size >= MAX_INTERNED) interned.clear();
  interned.set(text, text);
  return text;
}
