/**
 * Pods that the Go operator made, of the very images that we install. Their templates lack hash annotations that ours
 * have; adding one would restart them for nothing (docs/adr/0011-taking-over-restarts-no-pod.md).
 */

type Hashes = Readonly<Record<string, string>>;

/** What a live Deployment tells of its pods, where these run the images that are wanted. */
export interface PodTraces {
  /** Hash annotations of its template, by which pods are rolled. */
  readonly onTemplate: Hashes;
  /** Hash annotations of the Deployment itself: what pods have started with, although their template does not tell. */
  readonly beside: Hashes;
  /** Whether it is as we applied it, rather than as the Go operator left it. */
  readonly isOurs: boolean;
}

/** Where hash annotations stand. */
export interface PlacedHashes {
  readonly onTemplate: Hashes;
  /** Empty but for pods of the Go operator. */
  readonly beside: Hashes;
}

/**
 * On the template, where they roll pods; what the template of the Go operator lacks stands beside it until one of them
 * changes, which is when pods have to start anew. One that is nowhere, though the Deployment is ours, has been lost.
 */
export function placeHashes(wanted: Hashes, live: PodTraces | undefined): PlacedHashes {
  const rolling = { onTemplate: wanted, beside: {} };
  if (live === undefined || !isPartOf(live.onTemplate, wanted) || !isPartOf(live.beside, wanted)) return rolling;
  const beside = Object.fromEntries(Object.entries(wanted).filter(([key]) => !(key in live.onTemplate)));
  const isLost = live.isOurs && !isPartOf(beside, live.beside);
  return isLost ? rolling : { onTemplate: live.onTemplate, beside };
}

function isPartOf(part: Hashes, whole: Hashes): boolean {
  return Object.entries(part).every(([key, value]) => whole[key] === value);
}

/** Whether these are pods of the Go operator. */
export function areFormer({ beside }: PlacedHashes): boolean {
  return Object.keys(beside).length > 0;
}
