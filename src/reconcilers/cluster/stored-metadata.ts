import { isRecord } from '../../k8s/decode.ts';
import type { KubeObject, ResourceType } from '../../k8s/object.ts';

/** In objects of crd.projectcalico.org/v1: labels and annotations that users see in projectcalico.org/v3, as JSON. */
export const storedMetadata = 'projectcalico.org/metadata';

/** Whether objects of the kind are what Calico's API server stores. */
export function isStored({ group }: Pick<ResourceType, 'group'>): boolean {
  return group === 'crd.projectcalico.org';
}

/**
 * The stored object with the labels and annotations that Calico goes by. Where Calico has written the object, they stand
 * in one annotation, and those of the object itself mean nothing; else they are those of the object. The annotation stays,
 * so that a writer knows which it is.
 */
export function restoreMetadata<T extends KubeObject>(object: T): T {
  const text = object.metadata.annotations?.[storedMetadata];
  const stored = text === undefined ? undefined : parsed(text);
  if (text === undefined || stored === undefined) return object;
  const { labels: _, annotations: __, ...metadata } = object.metadata;
  const labels = wordsAt(stored, 'labels');
  const annotations = { ...wordsAt(stored, 'annotations'), [storedMetadata]: text };
  return { ...object, metadata: { ...metadata, ...(labels && { labels }), annotations } };
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function wordsAt(stored: Readonly<Record<string, unknown>>, key: string): Record<string, string> | undefined {
  const words = stored[key];
  if (!isRecord(words)) return undefined;
  return Object.fromEntries(
    Object.entries(words).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
