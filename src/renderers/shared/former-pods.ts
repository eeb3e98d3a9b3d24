/**
 * Pods that the Go operator made, of the very images that we install. Their templates lack hash annotations that ours
 * have; adding one would restart them for nothing (docs/adr/0011-taking-over-restarts-no-pod.md).
 */

type Texts = Readonly<Record<string, string>>;

/** What a live Deployment tells of its pods, where these run the images that are wanted. */
export interface PodTraces {
  /** Hash annotations of its template, by which pods are rolled. */
  readonly onTemplate: Texts;
  /** Hash annotations of the Deployment itself, which the Go operator gives some. */
  readonly beside: Texts;
  /** Labels that say what its pods have started with (`startedWithLabel`). */
  readonly startedWith: Texts;
  /** Whether it is as we applied it, rather than as the Go operator left it. */
  readonly isOurs: boolean;
}

/** Where hashes stand: annotations of the template, and annotations and labels of the Deployment. */
export type PlacedHashes = Omit<PodTraces, 'isOurs'>;

/** What begins the labels that say what pods have started with, although their template does not. */
export const STARTED_WITH = 'started-with.calico-operator/';

/**
 * The label for a hash annotation. A label, because Deployments count changes of annotations as generations; not under the
 * name of the Go operator, which would take it away when it comes back.
 */
export function startedWithLabel(annotation: string): string {
  return `${STARTED_WITH}${annotation.slice(annotation.indexOf('/') + 1)}`;
}

/**
 * On the template, where they roll pods; labels tell what the template of the Go operator lacks, until one of them
 * changes, which is when pods have to start anew. One that is nowhere, though the Deployment is ours, has been lost.
 */
export function placeHashes(wanted: Texts, live: PodTraces | undefined): PlacedHashes {
  const rolling = { onTemplate: wanted, beside: {}, startedWith: {} };
  if (live === undefined || !isPartOf(live.onTemplate, wanted) || !isPartOf(live.beside, wanted)) return rolling;
  const missing = Object.entries(wanted).filter(([key]) => !(key in live.onTemplate));
  if (missing.length === 0) return rolling;
  const startedWith = Object.fromEntries(missing.map(([key, value]) => [startedWithLabel(key), value]));
  const isNew = !live.isOurs && Object.keys(live.startedWith).length === 0;
  if (!isNew && !isPartOf(startedWith, live.startedWith)) return rolling;
  return { onTemplate: live.onTemplate, beside: live.beside, startedWith };
}

function isPartOf(part: Texts, whole: Texts): boolean {
  return Object.entries(part).every(([key, value]) => whole[key] === value);
}

/** Whether these are pods of the Go operator. */
export function areFormer({ startedWith }: PlacedHashes): boolean {
  return Object.keys(startedWith).length > 0;
}

/** Metadata with what stands beside the template. */
export function besideTemplate<Metadata extends object>(metadata: Metadata, hashes: PlacedHashes): Metadata {
  return { ...metadata, ...unlessEmpty('annotations', hashes.beside), ...unlessEmpty('labels', hashes.startedWith) };
}

/** Metadata of the template. */
export function ofTemplate(name: string, { onTemplate }: PlacedHashes): { name: string; annotations?: Texts } {
  // The name means nothing in a template; existing ones have it.
  return { name, ...unlessEmpty('annotations', onTemplate) };
}

function unlessEmpty(key: 'annotations' | 'labels', texts: Texts): { [key]?: Texts } {
  return Object.keys(texts).length === 0 ? {} : { [key]: texts };
}
